// The same in the body of a loop: each turn has an x of its own, and p, declared outside, may hold on to one of them.
// So x is moved to the heap.
package main

import "fmt"

func main() {
	var p *int
	for i := 0; i < 3; i++ {
		x := i * 10
		if p == nil || *p < x {
			p = &x
		}
	}
	fmt.Println(*p)
}
