"""What no compiler says: switching stacks, spilling registers, catching and jumping, memory loops. x86-64 only; the
one file to write again for another machine.

Every routine keeps a frame-pointer chain, so that the sampler sees who called it, and the ones that frames may be
unwound through carry call frame information. `runtime.catch` and `runtime.try` save the callee-saved registers on
the stack they are called on; leaving through them restores those, so a jump costs the same from any depth.
"""

from __future__ import annotations

from burrow.memory import layout as L

_SAVE = """
pushq %rbp
.cfi_def_cfa_offset 16
.cfi_offset %rbp, -16
movq %rsp, %rbp
.cfi_def_cfa_register %rbp
pushq %rbx
pushq %r12
pushq %r13
pushq %r14
pushq %r15
"""
_RESTORE = """
popq %r15
popq %r14
popq %r13
popq %r12
popq %rbx
popq %rbp
"""


def _function(name: str, body: str, cfi: bool = True) -> str:
    start, end = (".cfi_startproc\n", ".cfi_endproc\n") if cfi else ("", "")
    head = f'.globl "{name}"\n.type "{name}",@function\n.p2align 4\n"{name}":\n'
    return f'{head}{start}{body}\n{end}.size "{name}", .-"{name}"\n'


def source() -> str:
    """The assembly text, AT&T syntax."""
    curg, g0sp, g0ret = L.M_CURG, L.M_G0SP, L.M_SPARE1
    parts = [
        # switch to the scheduler: fn(g) runs on the system stack and never returns here; rt_gogo comes back
        _function("runtime.mcall", f"""{_SAVE}
movq %gs:{curg}, %rax
movq %rsp, {L.G_SP}(%rax)
movq %gs:{g0sp}, %rsp
movq %rdi, %rdx
movq %rax, %rdi
xorl %ebp, %ebp
callq *%rdx
ud2"""),
        _function("runtime.gogo", f"""
movq {L.G_SP}(%rdi), %rsp
{_RESTORE}
retq""", cfi=False),
        _function("runtime.gostart", """
.cfi_undefined %rip
xorl %ebp, %ebp
movq %r12, %rdi
callq *%rbx
callq "runtime.goexit"
ud2"""),
        # the system stack of a thread begins here; rt_leave_g0 returns from it
        _function("runtime.mstart0", f"""{_SAVE}
subq $8, %rsp
movq %rsp, %gs:{g0ret}
leaq -256(%rsp), %rsp
andq $-16, %rsp
movq %rsp, %gs:{g0sp}
movq %rdi, %rax
movq %rsi, %rdi
xorl %ebp, %ebp
callq *%rax
ud2"""),
        _function("runtime.mleave", f"""
movq %gs:{g0ret}, %rsp
movq %rdi, %rax
addq $8, %rsp
{_RESTORE}
retq""", cfi=False),
        # call fn(ctx) on another stack: (top, fn, ctx)
        _function("runtime.onstack", """
.cfi_undefined %rip
pushq %rbp
movq %rsp, %rbp
pushq %rbx
pushq %rbp
movq %rsp, %rbx
movq %rdi, %rsp
movq %rdx, %rdi
xorl %ebp, %ebp
callq *%rsi
movq %rbx, %rsp
popq %rbp
popq %rbx
popq %rbp
retq"""),
        # a collection by the thread itself, its registers in memory
        _function("rt_spilled_cycle", f"""{_SAVE}
subq $8, %rsp
movq %rsp, %rdi
callq "runtime.gcStart"
addq $8, %rsp
{_RESTORE}
.cfi_def_cfa %rsp, 8
retq"""),
        # try(fn, ctx, frame): Go's recover jumps back to it
        _function("runtime.try", f"""{_SAVE}
subq $8, %rsp
movq %rsp, (%rdx)
movq %rdi, %rax
movq %rsi, %rdi
callq *%rax
xorl %eax, %eax
.Ltry_out:
addq $8, %rsp
{_RESTORE}
.cfi_def_cfa %rsp, 8
retq"""),
        _function("runtime.jump", """
movq (%rdi), %rsp
leaq 48(%rsp), %rbp
movl $1, %eax
jmp .Ltry_out""", cfi=False),
        # catch(fn, ctx): frames are linked through M_CATCH, whose value is the frame's stack pointer
        _function("runtime.catch", f"""{_SAVE}
pushq %gs:{L.M_CATCH}
movq %rsp, %gs:{L.M_CATCH}
movq %rdi, %rax
movq %rsi, %rdi
callq *%rax
xorl %eax, %eax
.Lcatch_out:
popq %gs:{L.M_CATCH}
{_RESTORE}
.cfi_def_cfa %rsp, 8
retq"""),
        _function("rt_catch_jump", """
movq %rdi, %rsp
leaq 48(%rsp), %rbp
movq %rsi, %rax
jmp .Lcatch_out""", cfi=False),
        # registers of a goroutine that goes into a system call: (g)
        _function("rt_spill", f"""
movq %rbx, {L.G_SPILL}(%rdi)
movq %rbp, {L.G_SPILL + 8}(%rdi)
movq %r12, {L.G_SPILL + 16}(%rdi)
movq %r13, {L.G_SPILL + 24}(%rdi)
movq %r14, {L.G_SPILL + 32}(%rdi)
movq %r15, {L.G_SPILL + 40}(%rdi)
movq %rsp, {L.G_SP}(%rdi)
retq""", cfi=False),
        _function("rt_sigreturn", "movl $15, %eax\nsyscall", cfi=False),
        _function("runtime.memclrNoHeapPointers", _CLEAR),
        _function("memset", _SET),
        '.globl memmove\n.globl memcpy\n.type memmove,@function\n.type memcpy,@function\n',
        _function("runtime.memmove", "memmove:\nmemcpy:\n" + _MOVE),
        _function("memcmp", _COMPARE),
        ".globl bcmp\n.set bcmp, memcmp\n",
    ]
    return ".text\n" + "\n".join(parts)


_CLEAR = """
pushq %rbp
movq %rsp, %rbp
pxor %xmm0, %xmm0
cmpq $16, %rsi
jb 3f
cmpq $2048, %rsi
jae 5f
leaq (%rdi,%rsi), %rdx
subq $64, %rsi
jb 2f
1:
movups %xmm0, (%rdi)
movups %xmm0, 16(%rdi)
movups %xmm0, 32(%rdi)
movups %xmm0, 48(%rdi)
addq $64, %rdi
subq $64, %rsi
jae 1b
2:
leaq -16(%rdx), %rcx
6:
cmpq %rcx, %rdi
jae 7f
movups %xmm0, (%rdi)
addq $16, %rdi
jmp 6b
7:
movups %xmm0, (%rcx)
popq %rbp
retq
3:
testq %rsi, %rsi
je 4f
movb $0, (%rdi)
incq %rdi
decq %rsi
jmp 3b
4:
popq %rbp
retq
5:
movq %rsi, %rcx
xorl %eax, %eax
rep stosb
popq %rbp
retq"""

_SET = """
pushq %rbp
movq %rsp, %rbp
movq %rdi, %r8
movzbl %sil, %eax
movabsq $0x0101010101010101, %rcx
imulq %rcx, %rax
cmpq $16, %rdx
jb 3f
cmpq $2048, %rdx
jae 5f
movq %rax, %xmm0
punpcklqdq %xmm0, %xmm0
leaq -16(%rdi,%rdx), %rcx
1:
cmpq %rcx, %rdi
jae 2f
movups %xmm0, (%rdi)
addq $16, %rdi
jmp 1b
2:
movups %xmm0, (%rcx)
movq %r8, %rax
popq %rbp
retq
3:
testq %rdx, %rdx
je 4f
movb %al, (%rdi)
incq %rdi
decq %rdx
jmp 3b
4:
movq %r8, %rax
popq %rbp
retq
5:
movq %rdx, %rcx
rep stosb
movq %r8, %rax
popq %rbp
retq"""

_MOVE = """
pushq %rbp
movq %rsp, %rbp
movq %rdi, %rax
cmpq $16, %rdx
jb 4f
cmpq $32, %rdx
ja 1f
movups (%rsi), %xmm0
movups -16(%rsi,%rdx), %xmm1
movups %xmm0, (%rdi)
movups %xmm1, -16(%rdi,%rdx)
popq %rbp
retq
1:
movq %rdi, %rcx
subq %rsi, %rcx
cmpq %rdx, %rcx
jb 3f
cmpq $2048, %rdx
jae 7f
movups -16(%rsi,%rdx), %xmm1
leaq -16(%rdi,%rdx), %r8
2:
movups (%rsi), %xmm0
movups %xmm0, (%rdi)
addq $16, %rsi
addq $16, %rdi
cmpq %r8, %rdi
jb 2b
movups %xmm1, (%r8)
popq %rbp
retq
7:
movq %rdx, %rcx
rep movsb
popq %rbp
retq
3:
movups (%rsi), %xmm1
leaq -16(%rdx), %rcx
8:
movups (%rsi,%rcx), %xmm0
movups %xmm0, (%rdi,%rcx)
subq $16, %rcx
ja 8b
movups %xmm1, (%rdi)
popq %rbp
retq
4:
cmpq $8, %rdx
jb 5f
movq (%rsi), %rcx
movq -8(%rsi,%rdx), %r8
movq %rcx, (%rdi)
movq %r8, -8(%rdi,%rdx)
popq %rbp
retq
5:
cmpq $4, %rdx
jb 6f
movl (%rsi), %ecx
movl -4(%rsi,%rdx), %r8d
movl %ecx, (%rdi)
movl %r8d, -4(%rdi,%rdx)
popq %rbp
retq
6:
testq %rdx, %rdx
je 9f
movzbl (%rsi), %ecx
movzbl -1(%rsi,%rdx), %r8d
movq %rdx, %r9
shrq $1, %r9
movzbl (%rsi,%r9), %r10d
movb %cl, (%rdi)
movb %r10b, (%rdi,%r9)
movb %r8b, -1(%rdi,%rdx)
9:
popq %rbp
retq"""

_COMPARE = """
pushq %rbp
movq %rsp, %rbp
xorl %ecx, %ecx
1:
leaq 8(%rcx), %r8
cmpq %rdx, %r8
ja 2f
movq (%rdi,%rcx), %rax
movq (%rsi,%rcx), %r9
cmpq %r9, %rax
jne 3f
movq %r8, %rcx
jmp 1b
2:
cmpq %rdx, %rcx
jae 4f
movzbl (%rdi,%rcx), %eax
movzbl (%rsi,%rcx), %r9d
subl %r9d, %eax
jne 5f
incq %rcx
jmp 2b
3:
bswapq %rax
bswapq %r9
cmpq %r9, %rax
sbbl %eax, %eax
orl $1, %eax
popq %rbp
retq
4:
xorl %eax, %eax
5:
popq %rbp
retq"""


def module_asm() -> str:
    """The same as `module asm` lines of LLVM assembly."""
    lines = [line.strip() for line in source().splitlines() if line.strip()]
    escaped = (line.replace("\\", "\\\\").replace('"', "\\22") for line in lines)
    return "".join(f'module asm "{line}"\n' for line in escaped)
