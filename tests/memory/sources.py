"""The programs of test_programs, in LLVM's text (no front end takes part)."""

from __future__ import annotations

# a million of 1 KiB, every 1000th kept; prints how many kept ones were damaged
KEEP = """
@keep = global [1000 x i64] zeroinitializer
@sink = global i64 0
%%root = type { ptr, i64, i64 }
@roots = constant [1 x %%root] [%%root { ptr @keep, i64 1, i64 8000 }], section "burrow_roots"
@llvm.used = appending global [1 x ptr] [ptr @roots], section "llvm.metadata"
define i64 @main(i64 %%c) "frame-pointer"="all" {
entry: br label %%loop
loop:
  %%i = phi i64 [0,%%entry],[%%i2,%%next]
  %%p = call i64 @"runtime.new_noscan_fast"(i64 65, i64 1024, i64 1024)
  %%pp = inttoptr i64 %%p to ptr
  %%b = trunc i64 %%i to i8
  store i8 %%b, ptr %%pp
  store volatile i64 %%p, ptr @sink
  %%m = urem i64 %%i, 1000
  %%z = icmp eq i64 %%m, 0
  br i1 %%z, label %%k, label %%next
k:
  %%ki = udiv i64 %%i, 1000
  %%kp = getelementptr [1000 x i64], ptr @keep, i64 0, i64 %%ki
  store i64 %%p, ptr %%kp
  br label %%next
next:
  %%i2 = add i64 %%i, 1
  %%cc = icmp ult i64 %%i2, %(n)d
  br i1 %%cc, label %%loop, label %%done
done:
  br label %%check
check:
  %%j = phi i64 [0,%%done],[%%j2,%%check]
  %%bad = phi i64 [0,%%done],[%%bad2,%%check]
  %%jp = getelementptr [1000 x i64], ptr @keep, i64 0, i64 %%j
  %%o = load i64, ptr %%jp
  %%op = inttoptr i64 %%o to ptr
  %%v = load i8, ptr %%op
  %%w0 = mul i64 %%j, 1000
  %%w = trunc i64 %%w0 to i8
  %%ne = icmp ne i8 %%v, %%w
  %%ne64 = zext i1 %%ne to i64
  %%bad2 = add i64 %%bad, %%ne64
  %%j2 = add i64 %%j, 1
  %%jc = icmp ult i64 %%j2, %(kept)d
  br i1 %%jc, label %%check, label %%end
end:
  call void @print_int(i64 %%bad2)
  ret i64 0
}
"""

TREES = """
%%root = type { ptr, i64, i64 }
%%gct = type { i64, i64, ptr }
@mask = constant [1 x i64] [i64 3]
@T = constant %%gct { i64 16, i64 16, ptr @mask }
define i64 @bottomup(i64 %%d) "frame-pointer"="all" {
entry:
  %%n = call i64 @"runtime.new_fast"(i64 4, i64 16, i64 3, i64 16, i64 ptrtoint (ptr @T to i64))
  %%z = icmp sle i64 %%d, 0
  br i1 %%z, label %%leaf, label %%rec
rec:
  %%d1 = sub i64 %%d, 1
  %%np = inttoptr i64 %%n to ptr
  %%l = call i64 @bottomup(i64 %%d1)
  store i64 %%l, ptr %%np
  %%r = call i64 @bottomup(i64 %%d1)
  %%rp = getelementptr i64, ptr %%np, i64 1
  store i64 %%r, ptr %%rp
  br label %%leaf
leaf: ret i64 %%n
}
define i64 @check(i64 %%n) "frame-pointer"="all" {
  %%np = inttoptr i64 %%n to ptr
  %%l = load i64, ptr %%np
  %%z = icmp eq i64 %%l, 0
  br i1 %%z, label %%leaf, label %%rec
leaf: ret i64 1
rec:
  %%rp = getelementptr i64, ptr %%np, i64 1
  %%r = load i64, ptr %%rp
  %%a = call i64 @check(i64 %%l)
  %%b = call i64 @check(i64 %%r)
  %%s = add i64 %%a, %%b
  %%s1 = add i64 %%s, 1
  ret i64 %%s1
}
define i64 @main(i64 %%c) "frame-pointer"="all" {
entry:
  %%sd = add i64 %(depth)d, 1
  %%st = call i64 @bottomup(i64 %%sd)
  %%c0 = call i64 @check(i64 %%st)
  %%long = call i64 @bottomup(i64 %(depth)d)
  br label %%dl
dl:
  %%d = phi i64 [4,%%entry],[%%d2,%%dn]
  %%tot = phi i64 [%%c0,%%entry],[%%tot2,%%dn]
  %%e = sub i64 %(depth)d, %%d
  %%e4 = add i64 %%e, 4
  %%it = shl i64 1, %%e4
  br label %%il
il:
  %%i = phi i64 [0,%%dl],[%%i2,%%il]
  %%t = phi i64 [%%tot,%%dl],[%%tot2,%%il]
  %%tr = call i64 @bottomup(i64 %%d)
  %%ck = call i64 @check(i64 %%tr)
  %%tot2 = add i64 %%t, %%ck
  %%i2 = add i64 %%i, 1
  %%cc = icmp ult i64 %%i2, %%it
  br i1 %%cc, label %%il, label %%dn
dn:
  %%d2 = add i64 %%d, 2
  %%cc2 = icmp sle i64 %%d2, %(depth)d
  br i1 %%cc2, label %%dl, label %%done
done:
  %%cl = call i64 @check(i64 %%long)
  %%tt = add i64 %%tot2, %%cl
  call void @print_int(i64 %%tt)
  ret i64 0
}
"""


def trees(depth: int) -> int:
    """What TREES prints."""
    def nodes(k: int) -> int:
        return 2 ** (k + 1) - 1

    return nodes(depth + 1) + nodes(depth) + sum(nodes(k) * 2 ** (depth - k + 4) for k in range(4, depth + 1, 2))


SLEEP = """
@n = global i64 0
define i64 @child(i64 %k) "frame-pointer"="all" {
  %ns = mul i64 %k, 5000000
  call void @"runtime.sleep"(i64 %ns)
  call void @print_int(i64 %k)
  %v = load i64, ptr @n
  %v2 = add i64 %v, 1
  store i64 %v2, ptr @n
  ret i64 0
}
define i64 @main(i64 %c) "frame-pointer"="all" {
  %a = call i64 @"runtime.newproc"(i64 ptrtoint (ptr @child to i64), i64 3)
  %b = call i64 @"runtime.newproc"(i64 ptrtoint (ptr @child to i64), i64 2)
  %d = call i64 @"runtime.newproc"(i64 ptrtoint (ptr @child to i64), i64 1)
  call void @"runtime.sleep"(i64 40000000)
  %v = load i64, ptr @n
  call void @print_int(i64 %v)
  END
}
"""

JUMP = """
define i64 @f(i64 %fr) "frame-pointer"="all" {
  call void @print_int(i64 1)
  call void @"runtime.jump"(i64 %fr)
  ret i64 0
}
define i64 @main(i64 %c) "frame-pointer"="all" {
  %frame = alloca i64
  %fr = ptrtoint ptr %frame to i64
  %a = call i64 @"runtime.try"(i64 ptrtoint (ptr @f to i64), i64 %fr, i64 %fr)
  call void @print_int(i64 %a)
  %z = inttoptr i64 8 to ptr
  %x = load volatile i64, ptr %z
  ret i64 0
}
"""

RAISE = """
declare i32 @__gcc_personality_v0(...)
define void @inner(i64 %x) noinline uwtable "frame-pointer"="all" {
  call void @"runtime.raise"(i64 %x)
  ret void
}
define i64 @f(i64 %x) uwtable "frame-pointer"="all" personality ptr @__gcc_personality_v0 {
  invoke void @inner(i64 %x) to label %ok unwind label %lp
ok: ret i64 5
lp: %e = landingpad {ptr, i32} cleanup
  call void @print_int(i64 1000)
  resume {ptr, i32} %e
}
define i64 @main(i64 %c) uwtable "frame-pointer"="all" {
  %a = call i64 @"runtime.catch"(i64 ptrtoint (ptr @f to i64), i64 77)
  call void @print_int(i64 %a)
  %b = call i64 @"runtime.catch"(i64 ptrtoint (ptr @f to i64), i64 78)
  call void @print_int(i64 %b)
  %p = call i64 @"runtime.panicking"()
  call void @print_int(i64 %p)
  ret i64 0
}
"""

THREADS = """
@n = global i64 0
define i64 @work(i64 %k) "frame-pointer"="all" {
entry: br label %l
l: %i = phi i64 [0,%entry],[%i2,%l]
  %sz = and i64 %i, 511
  %s8 = add i64 %sz, 8
  %p = call i64 @"runtime.alloc"(i64 %s8, i64 8)
  %q = call i64 @"runtime.alloc"(i64 40, i64 8)
  %pp = inttoptr i64 %p to ptr
  store i64 %i, ptr %pp
  call void @"runtime.free"(i64 %q, i64 40, i64 8)
  call void @"runtime.free"(i64 %p, i64 %s8, i64 8)
  %i2 = add i64 %i, 1
  %c = icmp ult i64 %i2, 200000
  br i1 %c, label %l, label %d
d: %o = atomicrmw add ptr @n, i64 %i2 seq_cst
  ret i64 0
}
define i64 @main(i64 %c) "frame-pointer"="all" {
  %a = call i64 @"runtime.thread_spawn"(i64 ptrtoint (ptr @work to i64), i64 1)
  %b = call i64 @"runtime.thread_spawn"(i64 ptrtoint (ptr @work to i64), i64 2)
  %x = call i64 @"runtime.thread_join"(i64 %a)
  %y = call i64 @"runtime.thread_join"(i64 %b)
  %v = load i64, ptr @n
  call void @print_int(i64 %v)
  ret i64 0
}
"""

OVERFLOW = """
define i64 @deep(i64 %n) noinline "frame-pointer"="all" {
  %b = alloca [64 x i64]
  %p = getelementptr i64, ptr %b, i64 3
  store volatile i64 %n, ptr %p
  %m = add i64 %n, 1
  %r = call i64 @deep(i64 %m)
  %v = load volatile i64, ptr %p
  %s = add i64 %r, %v
  ret i64 %s
}
define i64 @main(i64 %c) "frame-pointer"="all" {
  %r = call i64 @deep(i64 0)
  ret i64 0
}
"""

LARGE = """
@ru = global [32 x i64] zeroinitializer
define i64 @faults() "frame-pointer"="all" {
  %a = ptrtoint ptr @ru to i64
  %r = call i64 @"runtime.syscall6"(i64 98, i64 0, i64 %a, i64 0, i64 0, i64 0, i64 0)
  %p = getelementptr i64, ptr @ru, i64 8
  %v = load i64, ptr %p
  ret i64 %v
}
define i64 @main(i64 %c) "frame-pointer"="all" {
entry:
  %f0 = call i64 @faults()
  %p = call i64 @"runtime.mallocgc"(i64 1073741824, i64 0, i64 0)
  %f1 = call i64 @faults()
  br label %l
l: %i = phi i64 [0,%entry],[%i2,%l]
  %o = mul i64 %i, 8192
  %q = add i64 %p, %o
  %qp = inttoptr i64 %q to ptr
  store i8 1, ptr %qp
  %i2 = add i64 %i, 1
  %cc = icmp ult i64 %i2, 100
  br i1 %cc, label %l, label %d
d:
  %f2 = call i64 @faults()
  %d1 = sub i64 %f1, %f0
  %d2 = sub i64 %f2, %f1
  call void @print_int(i64 %d1)
  call void @print_int(i64 %d2)
  ret i64 0
}
"""

BUSY = """
@x = global i64 0
define void @leaf() noinline "frame-pointer"="all" {
entry: br label %l
l: %i = phi i64 [0,%entry],[%i2,%l]
  store volatile i64 %i, ptr @x
  %i2 = add i64 %i, 1
  %c = icmp ult i64 %i2, 1000000
  br i1 %c, label %l, label %d
d: ret void
}
define void @middle() noinline "frame-pointer"="all" {
  call void @leaf()
  call void asm sideeffect "", ""()
  ret void
}
define i64 @main(i64 %c) "frame-pointer"="all" {
entry:
  %s = call i64 @"runtime.profile_start"(i64 100)
  br label %l
l: %i = phi i64 [0,%entry],[%i2,%l]
  call void @middle()
  %i2 = add i64 %i, 1
  %cc = icmp ult i64 %i2, 800
  br i1 %cc, label %l, label %d
d:
  %n = call i64 @"runtime.profile_stop"()
  ret i64 0
}
"""

MANY = """
@n = global i64 0
define i64 @child(i64 %%k) "frame-pointer"="all" {
  call void @"runtime.gosched"()
  %%o = atomicrmw add ptr @n, i64 1 seq_cst
  ret i64 0
}
define i64 @main(i64 %%c) "frame-pointer"="all" {
entry: br label %%l
l: %%i = phi i64 [0,%%entry],[%%i2,%%l]
  %%g = call i64 @"runtime.newproc"(i64 ptrtoint (ptr @child to i64), i64 %%i)
  %%i2 = add i64 %%i, 1
  %%cc = icmp ult i64 %%i2, %d
  br i1 %%cc, label %%l, label %%w
w:
  call void @"runtime.gosched"()
  %%live = call i64 @"runtime.numgoroutine"()
  %%more = icmp ugt i64 %%live, 1
  br i1 %%more, label %%w, label %%d
d:
  %%v = load i64, ptr @n
  call void @print_int(i64 %%v)
  ret i64 0
}
"""

# goroutines that build and check trees side by side; prints the sum of the nodes
PARALLEL = TREES[: TREES.index("define i64 @main")].replace("%%", "%") + """
@sum = global i64 0
@done = global i64 0
define i64 @builder(i64 %n) "frame-pointer"="all" {
entry: br label %l
l: %i = phi i64 [0,%entry],[%i2,%l]
  %t = phi i64 [0,%entry],[%t2,%l]
  %d = and i64 %i, 7
  %a = call i64 @bottomup(i64 %d)
  %b = call i64 @bottomup(i64 3)
  %ca = call i64 @check(i64 %a)
  %cb = call i64 @check(i64 %b)
  %t1 = add i64 %t, %ca
  %t2 = add i64 %t1, %cb
  %i2 = add i64 %i, 1
  %c = icmp ult i64 %i2, %n
  br i1 %c, label %l, label %e
e:
  %o = atomicrmw add ptr @sum, i64 %t2 seq_cst
  %o2 = atomicrmw add ptr @done, i64 1 seq_cst
  ret i64 0
}
define i64 @main(i64 %c) "frame-pointer"="all" {
entry: br label %l
l: %i = phi i64 [0,%entry],[%i2,%l]
  %g = call i64 @"runtime.newproc"(i64 ptrtoint (ptr @builder to i64), i64 ROUNDS)
  %i2 = add i64 %i, 1
  %cc = icmp ult i64 %i2, GOROUTINES
  br i1 %cc, label %l, label %w
w:
  call void @"runtime.sleep"(i64 1000000)
  %n = load atomic i64, ptr @done seq_cst, align 8
  %more = icmp ult i64 %n, GOROUTINES
  br i1 %more, label %w, label %d
d:
  %v = load i64, ptr @sum
  call void @print_int(i64 %v)
  ret i64 0
}
"""


def parallel(goroutines: int, rounds: int) -> tuple[str, int]:
    """The program and what it prints."""
    per = sum(2 ** ((i & 7) + 1) - 1 + 15 for i in range(rounds))
    return PARALLEL.replace("GOROUTINES", str(goroutines)).replace("ROUNDS", str(rounds)), per * goroutines


# two goroutines hand a token to and fro by park and ready; prints the number of switches
PINGPONG = """
@turn = global i64 0
@lock = global i64 0
@other = global [2 x i64] zeroinitializer
@count = global i64 0
define void @wait_turn(i64 %me) "frame-pointer"="all" {
entry: br label %l
l:
  call void @"runtime.lock"(i64 ptrtoint (ptr @lock to i64))
  %t = load i64, ptr @turn
  %mine = icmp eq i64 %t, %me
  br i1 %mine, label %d, label %p
p:
  %g = call i64 @"runtime.getg"()
  %s = getelementptr [2 x i64], ptr @other, i64 0, i64 %me
  store i64 %g, ptr %s
  call void @"runtime.gopark"(i64 14, i64 ptrtoint (ptr @lock to i64))
  br label %l
d:
  call void @"runtime.unlock"(i64 ptrtoint (ptr @lock to i64))
  ret void
}
define void @pass_turn(i64 %me) "frame-pointer"="all" {
  %to = xor i64 %me, 1
  call void @"runtime.lock"(i64 ptrtoint (ptr @lock to i64))
  store i64 %to, ptr @turn
  %c = load i64, ptr @count
  %c2 = add i64 %c, 1
  store i64 %c2, ptr @count
  %s = getelementptr [2 x i64], ptr @other, i64 0, i64 %to
  %g = load i64, ptr %s
  store i64 0, ptr %s
  call void @"runtime.unlock"(i64 ptrtoint (ptr @lock to i64))
  %z = icmp eq i64 %g, 0
  br i1 %z, label %d, label %r
r: call void @"runtime.goready"(i64 %g)
  br label %d
d: ret void
}
define i64 @player(i64 %me) "frame-pointer"="all" {
entry: br label %l
l: %i = phi i64 [0,%entry],[%i2,%l]
  call void @wait_turn(i64 %me)
  call void @pass_turn(i64 %me)
  %i2 = add i64 %i, 1
  %c = icmp ult i64 %i2, TURNS
  br i1 %c, label %l, label %d
d: ret i64 0
}
define i64 @main(i64 %c) "frame-pointer"="all" {
  %g = call i64 @"runtime.newproc"(i64 ptrtoint (ptr @player to i64), i64 1)
  %r = call i64 @player(i64 0)
  call void @wait_turn(i64 0)
  %v = load i64, ptr @count
  call void @print_int(i64 %v)
  ret i64 0
}
"""

# one goroutine never yields of its own (it polls), another must still run; prints 7
SPIN = """
@flag = global i64 0
define i64 @setter(i64 %x) "frame-pointer"="all" {
  store atomic i64 7, ptr @flag seq_cst, align 8
  ret i64 0
}
define i64 @main(i64 %c) "frame-pointer"="all" {
entry:
  %g = call i64 @"runtime.newproc"(i64 ptrtoint (ptr @setter to i64), i64 1)
  br label %l
l:
  %v = load atomic i64, ptr @flag seq_cst, align 8
  %z = icmp eq i64 %v, 0
  br i1 %z, label %l, label %d
d:
  call void @print_int(i64 %v)
  ret i64 0
}
"""

# a goroutine reads a pipe with a blocking read, another writes to it; prints 65
PIPE = """
@fds = global [2 x i32] zeroinitializer
@buf = global i64 0
define i64 @writer(i64 %x) "frame-pointer"="all" {
  call void @"runtime.sleep"(i64 30000000)
  %p = getelementptr [2 x i32], ptr @fds, i64 0, i64 1
  %fd = load i32, ptr %p
  %fd64 = zext i32 %fd to i64
  %b = alloca i64
  store i64 65, ptr %b
  %a = ptrtoint ptr %b to i64
  %r = call i64 @"runtime.write"(i64 %fd64, i64 %a, i64 1)
  ret i64 0
}
define i64 @main(i64 %c) "frame-pointer"="all" {
  %fa = ptrtoint ptr @fds to i64
  %q = call i64 @"runtime.syscall6"(i64 22, i64 %fa, i64 0, i64 0, i64 0, i64 0, i64 0)
  %g = call i64 @"runtime.newproc"(i64 ptrtoint (ptr @writer to i64), i64 1)
  %fd = load i32, ptr @fds
  %fd64 = zext i32 %fd to i64
  %ba = ptrtoint ptr @buf to i64
  WAIT
  %v = load i64, ptr @buf
  call void @print_int(i64 %v)
  ret i64 0
}
"""

# a Rust-like list in explicit memory: each node points to the one before; every 100 nodes the list is cut; prints the sum
# of the last list's values
LIST = """
define i64 @main(i64 %c) "frame-pointer"="all" {
entry: br label %l
l: %i = phi i64 [0,%entry],[%i2,%k]
  %prev = phi i64 [0,%entry],[%next,%k]
  %p = call i64 @"runtime.alloc"(i64 40, i64 8)
  %pp = inttoptr i64 %p to ptr
  store i64 %prev, ptr %pp
  %v = getelementptr i64, ptr %pp, i64 4
  store i64 %i, ptr %v
  %i2 = add i64 %i, 1
  %m = urem i64 %i2, 100
  %cut = icmp eq i64 %m, 0
  %last = icmp eq i64 %i2, 1000000
  %not = xor i1 %last, true
  %both = and i1 %cut, %not
  br label %k
k: %next = select i1 %both, i64 0, i64 %p
  %more = icmp ult i64 %i2, 1000000
  br i1 %more, label %l, label %s
s: %q = phi i64 [%next,%k],[%q2,%s]
  %t = phi i64 [0,%k],[%t2,%s]
  %qp = inttoptr i64 %q to ptr
  %qv = getelementptr i64, ptr %qp, i64 4
  %x = load i64, ptr %qv
  %t2 = add i64 %t, %x
  %q2 = load i64, ptr %qp
  %z = icmp eq i64 %q2, 0
  br i1 %z, label %d, label %s
d:
  call void @print_int(i64 %t2)
  ret i64 0
}
"""

STATS = """
@buf = global [1024 x i64] zeroinitializer
define i64 @field(i64 %k) "frame-pointer"="all" {
  %p = getelementptr [1024 x i64], ptr @buf, i64 0, i64 %k
  %v = load i64, ptr %p
  ret i64 %v
}
define i64 @main(i64 %c) "frame-pointer"="all" {
entry:
  %a = ptrtoint ptr @buf to i64
  call void @"runtime.GC"()
  call void @"runtime.readmemstats"(i64 %a)
  %m0 = call i64 @field(i64 4)
  %h0 = call i64 @field(i64 0)
  br label %l
l: %i = phi i64 [0,%entry],[%i2,%l]
  %p = call i64 @"runtime.mallocgc"(i64 100, i64 0, i64 0)
  %i2 = add i64 %i, 1
  %cc = icmp ult i64 %i2, 1000
  br i1 %cc, label %l, label %d
d:
  call void @"runtime.readmemstats"(i64 %a)
  %m1 = call i64 @field(i64 4)
  %h1 = call i64 @field(i64 0)
  %m = sub i64 %m1, %m0
  %h = sub i64 %h1, %h0
  call void @print_int(i64 %m)
  call void @print_int(i64 %h)
  call void @"runtime.GC"()
  call void @"runtime.readmemstats"(i64 %a)
  %f = call i64 @field(i64 5)
  %n = call i64 @field(i64 25)
  %h2 = call i64 @field(i64 0)
  %g = sub i64 %h1, %h2
  call void @print_int(i64 %n)
  call void @print_int(i64 %g)
  ret i64 0
}
"""
