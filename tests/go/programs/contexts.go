package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

type key string

func worker(ctx context.Context, id int, out chan<- int, wg *sync.WaitGroup) {
	defer wg.Done()
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			out <- id
			return
		case <-time.After(time.Millisecond):
		}
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	fmt.Println(ctx, ctx.Err())
	child, cancel2 := context.WithTimeout(ctx, time.Hour)
	defer cancel2()
	v := context.WithValue(child, key("k"), 42)
	fmt.Println(v.Value(key("k")), v.Value("k"), v.Value(key("z")))
	_, has := v.Deadline()
	fmt.Println(has)
	out := make(chan int, 3)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go worker(v, i, out, &wg)
	}
	done := make(chan string)
	context.AfterFunc(v, func() { done <- "after" })
	time.Sleep(5 * time.Millisecond)
	cancel()
	wg.Wait()
	close(out)
	sum := 0
	for id := range out {
		sum += id
	}
	fmt.Println(sum, <-done, v.Err(), child.Err(), context.Cause(child))

	short, stop := context.WithTimeout(context.Background(), 3*time.Millisecond)
	defer stop()
	<-short.Done()
	fmt.Println(short.Err(), errors.Is(short.Err(), context.DeadlineExceeded))
	caused, c3 := context.WithCancelCause(context.TODO())
	c3(errors.New("because"))
	fmt.Println(caused.Err(), context.Cause(caused))
	fmt.Println(context.WithValue(context.WithoutCancel(caused), key("a"), "b"))
	stopAfter := context.AfterFunc(context.Background(), func() {})
	fmt.Println(stopAfter(), stopAfter())
	past, c4 := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer c4()
	fmt.Println(past.Err())
	func() {
		defer func() { fmt.Println(recover()) }()
		context.WithCancel(nil)
	}()
}
