// The runtime's functions for the library's own tests with rustc: what memory/abi.py promises, over C's library.
// A panic leaves through longjmp (the tests are built with panic=abort); freed memory is overwritten.
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unistd.h>
#include <setjmp.h>
#include <pthread.h>
#include <time.h>
#include <sys/syscall.h>
#include <linux/futex.h>
#include <errno.h>
#define S(n) __asm__("runtime." n)
typedef unsigned long u; typedef long i;
static int g_argc; static char **g_argv; extern char **environ;
void *r_alloc(u s,u a) S("alloc"); void *r_alloc(u s,u a){void*p=aligned_alloc(a<16?16:a,(s+(a<16?15:a-1))&~((a<16?16:a)-1)); memset(p,0xAA,s); return p;}
void *r_az(u s,u a) S("alloc_zeroed"); void *r_az(u s,u a){void*p=r_alloc(s,a);memset(p,0,s);return p;}
void r_free(void*p,u s,u a) S("free"); void r_free(void*p,u s,u a){memset(p,0xDD,s);free(p);}
void *r_re(void*p,u o,u a,u n) S("realloc"); void *r_re(void*p,u o,u a,u n){void*q=r_alloc(n,a);memcpy(q,p,o<n?o:n);r_free(p,o,a);return q;}
struct th{void(*f)(void*);void*c;}; static __thread u tls; static __thread u tid; static u next=2;
static void*run(void*v){struct th t=*(struct th*)v;free(v);tid=__sync_fetch_and_add(&next,1);t.f(t.c);return 0;}
i r_ts(void(*f)(void*),void*c) S("thread_spawn"); i r_ts(void(*f)(void*),void*c){struct th*t=malloc(16);t->f=f;t->c=c;pthread_t p;pthread_create(&p,0,run,t);pthread_detach(p);return 5;}
u r_self(void) S("thread_self"); u r_self(void){return tid?tid:1;}
u* r_tl(void) S("thread_local"); u* r_tl(void){return &tls;}
void r_ty(void) S("thread_yield"); void r_ty(void){}
void r_sl(i ns) S("thread_sleep"); void r_sl(i ns){struct timespec t={ns/1000000000,ns%1000000000};nanosleep(&t,0);}
i r_fw(int*a,u e,i ns) S("futex_wait"); i r_fw(int*a,u e,i ns){struct timespec t={ns/1000000000,ns%1000000000};i r=syscall(SYS_futex,a,FUTEX_WAIT_PRIVATE,(int)e,ns<0?0:&t,0,0);return r<0?-errno:r;}
i r_fk(int*a,u n) S("futex_wake"); i r_fk(int*a,u n){return syscall(SYS_futex,a,FUTEX_WAKE_PRIVATE,(int)n,0,0,0);}
i r_sc(u n,u a,u b,u c,u d,u e,u f) S("syscall_blocking"); i r_sc(u n,u a,u b,u c,u d,u e,u f){i r=syscall(n,a,b,c,d,e,f);return r<0?-errno:r;}
i r_w(u fd,char*p,u n) S("write"); i r_w(u fd,char*p,u n){return write(fd,p,n);}
i r_nt(void) S("nanotime"); i r_nt(void){struct timespec t;clock_gettime(CLOCK_MONOTONIC,&t);return t.tv_sec*1000000000+t.tv_nsec;}
i r_wt(void) S("walltime"); i r_wt(void){struct timespec t;clock_gettime(CLOCK_REALTIME,&t);return t.tv_sec*1000000000+t.tv_nsec;}
void r_ex(i c) S("exit"); void r_ex(i c){_exit(c);}
static u args[3]; u* r_ar(void) S("args"); u* r_ar(void){return args;}
u r_rn(void) S("random"); u r_rn(void){return ((u)random()<<33)^random();}
u r_nc(void) S("numcpu"); u r_nc(void){return 2;}
struct fr{jmp_buf b;struct fr*p;void*v;}; static __thread struct fr*top; static __thread u npan;
void* r_ca(void(*f)(void*),void*c) S("catch"); void* r_ca(void(*f)(void*),void*c){struct fr x;x.p=top;x.v=0;if(!setjmp(x.b)){top=&x;f(c);top=x.p;return 0;}top=x.p;return x.v;}
void r_ra(void*v) S("raise"); void r_ra(void*v){if(!top){_exit(101);}top->v=v;longjmp(top->b,1);}
u r_pk(void) S("panicking"); u r_pk(void){return 0;}
i r_ps(u h) S("profile_start"); i r_ps(u h){return 0;}
u r_pp(void) S("profile_stop"); u r_pp(void){return 0;}
i r_ho(u o,void*p,u n) S("host"); i r_ho(u o,void*p,u n){return 0;}
void rust_eh_personality(void){abort();}
void shim_init(int c,char**v){g_argc=c;args[0]=c;args[1]=(u)v;args[2]=(u)environ;}
__attribute__((constructor)) static void init(int c,char**v){shim_init(c,v);}
