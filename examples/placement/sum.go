// A sum of two arguments: nothing leaves the function, everything stays on the stack.
package main

import "fmt"

func sum(a, b int) int {
	c := a + b
	return c
}

func main() {
	fmt.Println(sum(2, 3))
}
