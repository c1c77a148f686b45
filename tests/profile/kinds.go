package main

import (
	"fmt"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

type node struct {
	left, right *node
	data        [8]int64
}

var kept []*node
var sink []byte
var worked int

func grow(n int) *node {
	if n == 0 {
		return &node{}
	}
	return &node{left: grow(n - 1), right: grow(n - 1)}
}

func garbage() {
	for i := 0; i < 50000; i++ {
		sink = make([]byte, 1024)
	}
}

func contend(wg *sync.WaitGroup, mu *sync.Mutex) {
	defer wg.Done()
	for i := 0; i < 10; i++ {
		mu.Lock()
		time.Sleep(time.Millisecond)
		mu.Unlock()
	}
}

func waitFor(c chan int) { <-c }

func work() int {
	n := 1
	for j := 0; j < 1500; j++ {
		for i := 0; i < 100000; i++ {
			n ^= n<<7 ^ n>>9 ^ i
		}
	}
	return n
}

func main() {
	runtime.MemProfileRate = 4096
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	cpu, _ := os.Create(os.Args[1] + "/cpu.pb")
	pprof.StartCPUProfile(cpu)
	worked = work()
	pprof.StopCPUProfile()
	cpu.Close()
	for i := 0; i < 8; i++ {
		kept = append(kept, grow(10))
	}
	garbage()
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go contend(&wg, &mu)
	}
	wg.Wait()
	c := make(chan int)
	for i := 0; i < 5; i++ {
		go waitFor(c)
	}
	time.Sleep(20 * time.Millisecond)
	runtime.GC()
	for _, p := range pprof.Profiles() {
		for debug, ending := range []string{"pb", "txt"} {
			f, _ := os.Create(os.Args[1] + "/" + p.Name() + "." + ending)
			if err := p.WriteTo(f, debug); err != nil {
				panic(err)
			}
			f.Close()
		}
	}
	go http.ListenAndServe(os.Args[2], nil)
	fmt.Println("ready")
	time.Sleep(300 * time.Second)
}
