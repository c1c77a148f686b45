// The founding experiment, the Go half: a million buffers of 1 KiB, every thousandth kept.
//
// The collector's work shows in the profile that the server on :6060 serves:
//
//	go tool pprof -top -seconds 20 http://localhost:6060/debug/pprof/profile
package main

import (
	"fmt"
	"net/http"
	_ "net/http/pprof"
	"time"
)

var keep [][]byte

func main() {
	go func() {
		fmt.Println("pprof on http://localhost:6060/debug/pprof/")
		http.ListenAndServe("localhost:6060", nil)
	}()

	go func() {
		for i := 0; i < 1_000_000; i++ {
			buf := make([]byte, 1024)
			if i%1000 == 0 {
				keep = append(keep, buf)
			}
			if i%100_000 == 0 {
				fmt.Println("iter", i)
				time.Sleep(1000 * time.Millisecond)
			}
		}
		fmt.Println("done, kept:", len(keep))
	}()

	select {}
}
