// A slice whose first element is read: its size is known and it does not leave the function, so it stays on the stack.
package main

import "fmt"

func first() int {
	s := make([]int, 3)
	s[0] = 7
	return s[0]
}

func main() {
	fmt.Println(first())
}
