// The address of a local variable returned: the variable is moved to the heap.
package main

import "fmt"

func counter() *int {
	n := 41
	n++
	return &n
}

func main() {
	fmt.Println(*counter())
}
