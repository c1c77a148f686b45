"""Where everything is: fixed addresses, and the offsets of the fields of every record of the runtime.

All state of the runtime lives at addresses that are compile-time constants, so that no function is passed a context
and Python can read the same bytes from outside (`offsets` here, `ctypes` or `mincore` there) while native code
writes them. Everything is one word (8 bytes) wide unless its comment says otherwise. No NumPy, no Numba: front
ends, `native` and `run` import this file too.

    0xb000000000  metadata: the runtime record, processors, threads, span records, page map, bitmaps, work buffers
    0xc000000000  the heap (as Go has it on linux/amd64), reserved at once, committed by touching
    0x100000000000  goroutine stacks, one slot each, aligned to the slot's size; the `g` record is at the slot's top

`g` is found by masking: `(rsp | STACK_SLOT-1) + 1 - G_SIZE`, or by `gs:[M_CURG]`, which is as short and also right
on the system stack. The gs base of every thread of the program is its `M` record; what programs touch often
(`M_CURG`, the allocation cache, the poll flag, the barrier flag) is at its start.
"""

from __future__ import annotations

from burrow.memory.sizeclasses import MAX_SMALL, NUM_CLASSES, NUM_SPAN_CLASSES, PAGE, PAGE_SHIFT

__all__ = ["MAX_SMALL", "NUM_CLASSES", "NUM_SPAN_CLASSES", "PAGE", "PAGE_SHIFT"]


def offsets(n: int, start: int = 0) -> range:
    """The offsets of `n` consecutive words."""
    return range(start, start + 8 * n, 8)


# ---- the address space --------------------------------------------------------------------------------------
META = 0xB000000000
META_SIZE = 0x1000000000 - (1 << 30)
ARENA = 0xC000000000
ARENA_SIZE = 1 << 39
ARENA_END = ARENA + ARENA_SIZE
STACKS = 0x100000000000
STACK_SLOT = 1 << 28
STACK_GUARD = 64 << 10  # at the bottom of each slot
MAX_STACKS = 1 << 17
G_SIZE = 512

# parts of the metadata; each is reserved in full and costs what is touched of it
RT = META  # the runtime record
TABLES = META + 0x10000  # class tables, written at start
PS = META + 0x100000  # processor records
P_SIZE = 0x4000
MAX_PS = 4096
MS = META + 0x10000000  # thread records
M_SIZE = 0x1000
MAX_MS = 8192
RING = META + 0x14000000  # sampler ring
RING_ENTRY = 1024
RING_ENTRIES = 16384
# what profiles are made of besides samples (records.py)
RECORDS = RING + RING_ENTRY * RING_ENTRIES
RECORDS_SIZE = 0x3000000
(
    REC_LOCK,
    REC_RATE_AT,  # address of the word that says how many bytes lie between sampled allocations; 0: none is sampled
    REC_RATE,  # such a word, where the program has none of its own
    REC_BLOCK_RATE,  # ns of waiting between samples of the block profile; 0: off
    REC_MUTEX_RATE,  # one wait for a mutex in so many is booked; 0: off
    REC_BUCKETS,  # buckets in use
    REC_LOST,  # what found no room
    REC_FREE_SAMPLES,  # list
    REC_SAMPLES_MADE,
    REC_EVENTS_ON,
    REC_EVENTS,  # events noted so far
) = offsets(11, RECORDS)
EVENTS = RECORDS + 0x800000  # ring: {time, kind | thread << 8, two words}
EVENT_SIZE = 32
EVENT_ENTRIES = 1 << 18
EV_STOP1, EV_MARK, EV_STOP2, EV_SWEEP, EV_RUN, EV_PARK, EV_TICK, EV_ASSIST, EV_ASSISTED = range(1, 10)
BUCKET_TABLE = RECORDS + 0x1000000  # open addressing by hash
BUCKETS = 1 << 14
BUCKET_SIZE = 1024
B_HASH, B_KIND, B_SIZE, B_N, B_COUNT, B_AMOUNT, B_FREES, B_FREED = offsets(8)  # amount: bytes, or ns
BUCKET_FRAMES = 64  # return addresses, the innermost first
SAMPLE_HEADS = RECORDS + 0x2000000  # sampled objects that live, chained by address
SAMPLE_CHAINS = 1 << 14
SAMPLES = SAMPLE_HEADS + SAMPLE_CHAINS * 8
SAMPLE_SIZE = 32
SAMPLES_MOST = (RECORDS + RECORDS_SIZE - SAMPLES) // SAMPLE_SIZE
X_OBJECT, X_BUCKET, X_SIZE, X_NEXT = offsets(4)
TIMERS = META + 0x18000000  # heap of sleeping goroutines: {when, g} pairs
MAX_TIMERS = 1 << 21
FIN_TABLE = META + 0x1A000000  # finalizers: see finalizers.py
MAX_FINS = 1 << 19
FIN_QUEUE = META + 0x1B000000
FIN_BUCKETS = META + 0x80000
FIN_HEADS = 1 << 16
POLLFDS = META + 0x1C000000  # per file descriptor: {g waiting to read, g waiting to write}
MAX_FDS = 1 << 20
WORKBUFS = META + 0x20000000  # mark work buffers, carved off in order
WORKBUF_SIZE = 4096
WORKBUFS_SIZE = 0x200000000
SPANS = META + 0x240000000  # span records
SPAN_SIZE = 384
MAX_SPANS = 1 << 24
SPANS_SIZE = MAX_SPANS * SPAN_SIZE
PAGEMAP = META + 0x400000000  # one word a heap page: see spans.py
PAGE_BITS = PAGEMAP + (ARENA_SIZE >> PAGE_SHIFT) * 8  # one bit a page: in use
DIRTY_BITS = PAGE_BITS + (ARENA_SIZE >> PAGE_SHIFT) // 8  # one bit a page: was touched, may hold memory
ALLGS = DIRTY_BITS + (ARENA_SIZE >> PAGE_SHIFT) // 8  # addresses of all g records ever made
HEAP_BITS = META + 0x500000000  # one bit a heap word: a pointer (spans of small objects with pointers)
HEAP_BITS_SIZE = ARENA_SIZE // 64
SPAN_LIST = HEAP_BITS + HEAP_BITS_SIZE  # addresses of span records in use, for the background sweeper
META_USED = SPAN_LIST + MAX_SPANS * 8 - META
ZERO_BASE = META + 0xF000  # the address of every object of no size

# ---- the runtime record -------------------------------------------------------------------------------------
(
    # page heap
    RT_HEAP_LOCK,
    RT_SEARCH,  # no page below this one is free
    RT_PAGES_HIGH,  # pages at and above were never used
    RT_ARENA_HIGH,  # ARENA + that many bytes
    RT_PAGES_INUSE,
    RT_PAGES_DIRTY,  # pages touched and not given back
    RT_SPAN_NEXT,  # span records at and above were never used
    RT_SPAN_FREE,  # list of free span records
    RT_SPANS_INUSE,
    # collector
    RT_LANGUAGE,
    RT_MANAGER,
    RT_PHASE,  # 0 off, 1 marking, 2 mark termination
    RT_SWEEPGEN,  # even; +2 each cycle: a span with an older one is unswept
    RT_SWEEPING,  # 1 while spans are unswept
    RT_LIVE,  # bytes allocated or handed to caches since, plus what the last cycle marked
    RT_TRIGGER,  # a cycle starts when RT_LIVE reaches it
    RT_GOAL,
    RT_MARKED,  # bytes the last cycle marked
    RT_GOGC,
    RT_MEMLIMIT,
    RT_GCTRACE,
    RT_NUMGC,
    RT_NUMFORCED,
    RT_STACKSCAN,  # bytes of stack scanned in the last cycle
    RT_GLOBALSCAN,
    RT_HEAPSCAN,
    RT_CYCLE_FORCED,
    RT_GC_WAITERS,  # goroutines that wait for the cycle to end
    RT_GC_REQUEST,
    RT_WORKER_G,
    RT_SWEEPER_G,
    RT_WORK_LOCK,
    RT_WORK_FULL,
    RT_WORK_EMPTY,
    RT_WORK_NEXT,
    RT_MARK_BYTES,
    RT_TORTURE,
    RT_TORTURE_COUNT,
    RT_POISON,
    RT_VERIFY,
    # times, ns
    RT_START_TIME,
    RT_GC_CPU,  # total CPU of collection
    RT_T_STW1,
    RT_T_MARK,
    RT_T_STW2,
    RT_T_END,
    RT_PAUSE_TOTAL,
    RT_LAST_GC,
    RT_ASSIST_TIME,
    RT_IDLE_TIME,
    RT_WORKER_TIME,
    RT_H0,
    RT_H1,
    # counters
    RT_MALLOCS,  # of processors that are gone; the rest is in the P records
    RT_FREES,
    RT_TOTAL_ALLOC,
    RT_FREED_BYTES,
    RT_SWEEP_POS,
    RT_SWEEP_LOCK,
    # scheduler
    RT_SCHED_LOCK,
    RT_NPROCS,  # GOMAXPROCS
    RT_NCPU,
    RT_MULTI,  # more than one thread may run runtime code
    RT_RUNQ_HEAD,
    RT_RUNQ_TAIL,
    RT_RUNQ_SIZE,
    RT_IDLE_PS,
    RT_NIDLE_PS,
    RT_IDLE_MS,
    RT_NIDLE_MS,
    RT_NSPINNING,
    RT_NMS,
    RT_NPS,  # P records made
    RT_FREE_GS,
    RT_NGS,  # g records ever made
    RT_GOID,
    RT_LIVE_GS,  # user goroutines that exist
    RT_STOPPING,  # a thread stops the world
    RT_EPFD,
    RT_WAKEFD,
    RT_POLLERS,  # goroutines that wait for a file descriptor
    RT_POLLING,
    RT_TIMER_LOCK,
    RT_NTIMERS,
    RT_HOST_LOCK,
    RT_HOST_BUSY,
    RT_EXITING,
    RT_EXIT_CODE,
    RT_CONFIG,  # a copy of the config record is at CONFIG; this is 1 once it is there
    RT_SAMPLES,
    RT_SAMPLE_HZ,
    RT_SAMPLES_LOST,
    RT_RANDOM,
    RT_FREE_MS,
    RT_FREE_PS,
    RT_FREE_STACKS,
    RT_THREADS,
    RT_SYSMON,
    RT_SCAVENGED,
    RT_MAPPED_READY,
    RT_CONSMARK,  # f64 bits: allocation rate over mark rate
    RT_CYCLE_ALLOC,
    RT_ENTER_CPU,
    RT_FUTEX_WORLD,
    RT_BARRIER,
    RT_LAST_POLL,
    RT_ALLOC_AT_MARK,  # RT_LIVE when marking began
    RT_POLL_LOCK,
    RT_GC_LOCK,
    RT_ASSIST_QUEUE,  # goroutines that allocated too much while marking
    RT_WAKE_MISSED,  # a processor was to be woken while the world was stopped
    RT_POPULATED,  # pages below were handed to the kernel to be backed with memory in one go
    RT_WORKER_IDLE,  # the worker is parked
    RT_SWEEPER_IDLE,
    RT_INSYSCALL,  # threads in blocking system calls
    RT_MARK_ATOMIC,  # more than one thread may mark
    RT_ASSIST_RATIO,  # bytes to scan for 1024 bytes allocated
    RT_ASYNC,  # goroutines stopped by a signal
    RT_LIMIT_FILL,  # CPU of collection beyond the program's own, ns (see pacer.limit_cpu)
    RT_LIMIT_LAST,
    RT_LIMITING,  # 1: collection takes more than half of the processors; nobody assists
    RT_FIN_LOCK,
    RT_FIN_USED,  # entries of the table of finalizers ever used
    RT_FIN_FREE,
    RT_FIN_READY,  # objects whose finalizer is to run
    RT_FIN_G,  # the goroutine that waits for them
) = offsets(126, RT)
CONFIG = RT + 0x1000  # copy of the config record
ARGS = RT + 0x1800  # argc, argv, envp
PAUSES = RT + 0x2000  # the last 256 pauses, ns
PAUSE_ENDS = RT + 0x2800
CLASS_MALLOCS = RT + 0x3000  # per size class: objects allocated, objects freed
CLASS_FREES = RT + 0x3400
EMPTY_CACHE = RT + 0xA000  # an allocation cache without anything, for threads without a processor
SCRATCH = RT + 0x4000  # where texts are put together (under RT_SCHED_LOCK or with the world stopped)
# central lists, per span class one cache line: lock, then heads: partial and full, of even and odd sweep generations
CENTRAL = RT + 0x6000
CENTRAL_SIZE = 64
CN_LOCK, CN_PARTIAL0, CN_PARTIAL1, CN_FULL0, CN_FULL1, CN_SPANS = offsets(6)

# ---- span records -------------------------------------------------------------------------------------------
(
    S_START,  # address of its first byte
    S_NPAGES,
    S_CLASS,  # span class
    S_STATE,  # 0 free record, 1 in use
    S_ELEM,  # bytes of a slot
    S_NELEMS,
    S_NEXT,
    S_SWEEPGEN,
    S_ALLOC,  # slots in use, those handed to a cache included
    S_NEEDZERO,
    S_ENTRY,  # cache entry that allocates from it, or 0
    S_WINDOW,  # which 64 slots the entry has
    S_NEXTW,  # the next 64 to look at
    S_TYPE,  # large objects: GcType
    S_LISTED,  # on a central list
    S_SIZE,  # large objects: the size asked for
) = offsets(16)
S_BITS = 128  # 16 pairs of words: allocated, marked

# ---- P: a processor -----------------------------------------------------------------------------------------
(
    P_ID,
    P_STATUS,  # P_IDLE …
    P_M,
    P_NEXT,
    P_RUNNEXT,
    P_RUNQ_HEAD,
    P_RUNQ_TAIL,
    P_WBUF,  # mark work buffer in use
    P_MARKED,  # bytes marked in this cycle
    P_SCANNED,
    P_MALLOCS,
    P_FREES,
    P_TOTAL_ALLOC,
    P_FREED_BYTES,
    P_TINY,  # current tiny block and how much of it is used
    P_TINY_USED,
    P_TINY_COUNT,
    P_SCHEDTICK,  # time slices begun
    P_SYSCALLTICK,
    P_INHERIT,  # the goroutine just taken goes on in the slice of the one before
    P_TURNS,  # goroutines switched to
    P_ASSIST_TIME,
    P_WORKER_TIME,
    P_IDLE_TIME,
    P_GC_START,
    P_FREE_TOTAL,  # bytes on explicit free lists
    P_LOCK,  # of the run queue
    P_LISTED,  # on the list of idle processors
    P_LASTTICK,  # what the monitor saw last
    P_LASTTIME,
) = offsets(30)
P_IDLE, P_RUNNING, P_SYSCALL, P_STOPPED, P_DEAD = range(5)
P_RUNQ = 0x2800
RUNQ_SIZE = 256
P_RING = 0x3000  # objects that marking has asked the cache for, to be scanned soon

# ---- M: a thread of the program (gs base) -------------------------------------------------------------------
(
    M_SELF,  # its own address
    M_CURG,  # the goroutine that runs on it, or 0
    M_CACHE,  # allocation cache of its processor: P + P_CACHE, or an always empty one
    M_POLL,  # i32: not 0 = the runtime is to call poll_slow at its next chance
    M_BARRIER,  # i32: not 0 = call runtime.write_barrier after a pointer store
    M_P,  # its processor, or 0
    M_G0SP,  # stack pointer to switch to for the scheduler
    M_ID,
    M_TID,  # kernel thread id
    M_NEXT,  # link in the list of idle threads
    M_PARK,  # i32 futex word
    M_LOCKS,  # locks held: do not preempt
    M_PTHREAD,
    M_FN,  # what a Rust thread runs, and with what
    M_CTX,
    M_DONE,  # i32 futex word: 1 when a Rust thread has ended
    M_STATE,  # 0 running, 1 in a blocking system call, 2 idle
    M_RAND,
    M_SCHEDTICK,
    M_SAMPLE_CLASS,  # what the sampler books time under while in the runtime
    M_STOPPED,  # this thread waits for the world to start
    M_STACKLO,  # of its thread stack, as far as known
    M_CATCH,  # innermost frame of runtime.catch (Rust)
    M_PANICS,  # depth of panics in flight (Rust)
    M_USER,  # the language library's own (Rust: thread info)
    M_TIMER,  # id of the CPU-time timer of the sampler
    M_SPARE1,  # stack pointer to return to from the system stack
    M_NEXTP,  # the processor it is woken with
    M_SPINNING,  # looks for work
    M_UNSAFE,  # not 0: inside a few instructions of a program that must not be interrupted (allocation, copies)
) = offsets(30)
M_ALTSTACK = 0x400  # where its signal stack is (address)

# ---- G: a goroutine -----------------------------------------------------------------------------------------
(
    G_SP,  # saved stack pointer while it does not run
    G_STATUS,
    G_ID,
    G_M,
    G_NEXT,  # link in run queues and lists
    G_WAIT,  # why it is parked: WAIT_…
    G_PARAM,  # handed over by whoever wakes it
    G_LO,  # lowest usable address of its stack
    G_FN,
    G_CTX,
    G_SYSTEM,  # 1: belongs to the runtime, does not keep the program alive
    G_ASSIST,  # bytes it may allocate before it must help marking
    G_WAKE,  # wake-up time of a sleeper
    G_TIMER,  # 1 + its index among the timers
    G_LOCK,  # lock to release once it is off its stack
    G_SCANNED,  # its stack has been scanned in this cycle
    G_DEFER,  # the Go library's: defer list, panic list, catch frame
    G_PANIC,
    G_CATCH,
    G_LABEL,
    G_USER0,
    G_USER1,
    G_USER2,
    G_USER3,
    G_WAITSINCE,
    G_PREEMPT,
    G_POLLFD,
    G_SYSCALL,  # stack pointer at the entry of a blocking system call
    G_HOST,  # host request: op, pointer, length, result
    G_HOST1,
    G_HOST2,
    G_HOST3,
    G_CREATOR,  # id of the goroutine that made it
    G_CREATORPC,  # and where
    G_SIGPC,  # where a signal turned panic came from
    G_SIGADDR,
    G_ASYNC,  # stopped by a signal: address of the machine context, which lies on its stack
) = offsets(37)
G_SPILL = 0x180  # callee-saved registers during a system call
G_IDLE, G_RUNNABLE, G_RUNNING, G_SYSCALLING, G_WAITING, G_DEAD = range(6)

# why a goroutine waits; the texts are what Go prints in a goroutine's header (index = code)
WAIT_REASONS: tuple[str, ...] = (
    "", "GC assist marking", "IO wait", "chan receive (nil chan)", "chan send (nil chan)", "dumping heap",
    "garbage collection", "garbage collection scan", "panicwait", "select", "select (no cases)", "GC assist wait",
    "GC sweep wait", "GC scavenge wait", "chan receive", "chan send", "finalizer wait", "force gc (idle)",
    "GOMAXPROCS updater (idle)", "semacquire", "sleep", "sync.Cond.Wait", "sync.Mutex.Lock", "sync.RWMutex.RLock",
    "sync.RWMutex.Lock", "sync.WaitGroup.Wait", "trace reader (blocked)", "wait for GC cycle", "GC worker (idle)",
    "GC worker (active)", "preempted", "debug call", "stopping the world", "host request",
)  # fmt: skip


def wait_reason(text: str) -> int:
    """The code of a wait reason, for `runtime.gopark`."""
    return WAIT_REASONS.index(text)


WAIT_IO, WAIT_SELECT, WAIT_SELECT_NONE, WAIT_CHAN_RECV, WAIT_CHAN_SEND = 2, 9, 10, 14, 15
WAIT_SEM, WAIT_SLEEP, WAIT_GC, WAIT_WORKER_IDLE, WAIT_HOST = 19, 20, 27, 28, 33
WAIT_SWEEP, WAIT_SCAVENGE, WAIT_ASSIST, WAIT_FINALIZER = 12, 13, 11, 16
WAIT_COND, WAIT_MUTEX, WAIT_RW_WRITE, WAIT_GROUP, WAIT_PREEMPTED = 21, 22, 24, 25, 30

# ---- an entry of the sampler's ring (index: sample number % RING_ENTRIES, sample numbers count up from 0) ---
(
    R_N,  # number of frames; written last
    R_TID,  # kernel thread
    R_CLASS,  # of the leaf: 0 program, 1 runtime, 2 code outside the image (frames may be missing)
    R_GOID,  # goroutine, or 0
    R_LABEL,  # the goroutine's label
    R_TIME,  # monotonic, ns
) = offsets(6)
R_PC = 64  # the frames' addresses, leaf first; all but the first are return addresses

# ---- the record that runtime.start is given -----------------------------------------------------------------
(
    C_LANGUAGE,  # 0 Go (M:N scheduler), 1 Rust (threads)
    C_MANAGER,  # 0 gc, 1 drop, 2 none
    C_ENTRY,  # address of the entry function, called as entry(ctx)
    C_ENTRY_CTX,
    C_PROCS,  # GOMAXPROCS; 0 = number of processors
    C_GOGC,  # percent; -1 = off
    C_MEMLIMIT,  # bytes; 0 or the largest i64 = none
    C_GCTRACE,  # level
    C_TEXT_LO,  # code of the image
    C_TEXT_HI,
    C_RUNTIME_LO,  # code of the runtime inside it (0 when unknown)
    C_RUNTIME_HI,
    C_ROOTS,  # table of {address, GcType, count}
    C_NROOTS,  # entries in it
    C_ARGC,
    C_ARGV,  # char**: argv, then envp, as the kernel lays them out (argv ends in 0, envp ends in 0)
    C_ENVP,
    C_SIGPANIC,  # function(address): called on the faulting goroutine for a nil pointer; 0 = print and exit 2
    C_REQUEST_FD,  # pipe to the Python service thread (0 = no host)
    C_REPLY_FD,
    C_TORTURE,  # collect at every n-th allocation (0 = off)
    C_POISON,  # fill freed memory
    C_VERIFY,  # verify the heap after each cycle
    C_SEED,
    C_SIGFPE,  # function(): called for an integer division by zero signal; 0 = print and exit 2
    C_FATAL,  # function(text, length): called before the process ends by a fatal error; 0 = none
    C_SCAVENGE_OFF,
    C_PROFILE_HZ,  # start the CPU sampler at once, at this rate (0 = no)
    C_PREEMPT,  # torture: preempt what runs about every so many microseconds (0 = no)
    C_MAXHEAP,  # bytes that the heap may take before the program is out of memory (0 = no limit)
    C_HEAP_RATE,  # bytes between sampled allocations (1 = all; 0 = none unless the program asks)
    C_EVENTS,  # note events
) = offsets(32)
CONFIG_SIZE = 32 * 8

# GcType: what mallocgc is told about an object; repeated every `size` bytes over the object
T_SIZE, T_PTRDATA, T_MASK = offsets(3)  # bytes; bytes up to the end of the last pointer; address of the mask's words
TYPE_NOSCAN = 0
TYPE_UNKNOWN = 1  # scan every word conservatively

FLAG_NOZERO = 1  # mallocgc: the memory need not be zeroed

CACHE_ENTRY = 64  # one entry of the allocation cache a span class
E_BITS, E_BASE, E_SPAN, E_NEEDZERO, E_FREE, E_COUNT, E_LIMIT, E_HIDDEN = offsets(8)
P_CACHE = 0x400  # offset of the cache in P
P_CACHE_SIZE = NUM_SPAN_CLASSES * CACHE_ENTRY
