package main

import (
	"sync"
	"sync/atomic"
	"time"
)

func producer(n int, out chan<- int) {
	for i := 0; i < n; i++ {
		out <- i
	}
	close(out)
}

func main() {
	c := make(chan int)
	go producer(10, c)
	sum := 0
	for v := range c {
		sum += v
	}
	println(sum)
	buf := make(chan string, 2)
	buf <- "a"
	buf <- "b"
	println(len(buf), cap(buf), <-buf, <-buf)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var cnt atomic.Int64
	total := 0
	for i := 0; i < 50; i++ {
		wg.Add(1)
		go func(k int) {
			defer wg.Done()
			mu.Lock()
			total += k
			mu.Unlock()
			cnt.Add(1)
		}(i)
	}
	wg.Wait()
	println(total, cnt.Load())
	done := make(chan struct{})
	res := make(chan int, 1)
	go func() {
		select {
		case <-done:
			res <- 1
		case <-time.After(5 * time.Second):
			res <- 2
		}
	}()
	close(done)
	println(<-res)
	select {
	case v := <-c:
		println("closed", v)
	default:
		println("default")
	}
	a, b := make(chan int, 1), make(chan int, 1)
	hits := [2]int{}
	for i := 0; i < 200; i++ {
		a <- 1
		b <- 2
		select {
		case <-a:
			hits[0]++
			<-b
		case v, ok := <-b:
			if ok && v == 2 {
				hits[1]++
			}
			<-a
		}
	}
	println(hits[0]+hits[1], hits[0] > 20, hits[1] > 20)
	var once sync.Once
	for i := 0; i < 3; i++ {
		once.Do(func() { println("once") })
	}
	start := time.Now()
	time.Sleep(20 * time.Millisecond)
	println(time.Since(start) >= 20*time.Millisecond)
	cond := sync.NewCond(&mu)
	ready := false
	go func() {
		mu.Lock()
		ready = true
		cond.Broadcast()
		mu.Unlock()
	}()
	mu.Lock()
	for !ready {
		cond.Wait()
	}
	mu.Unlock()
	println("ready")
	t := time.NewTimer(time.Hour)
	println(t.Stop())
	var rw sync.RWMutex
	rw.RLock()
	rw.RLock()
	println(rw.TryLock())
	rw.RUnlock()
	rw.RUnlock()
	println(rw.TryLock())
}
