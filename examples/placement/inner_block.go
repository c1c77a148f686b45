// A pointer to a variable of an inner block.  It is often said that x has to go to the heap, since p outlives the block;
// yet the block is no loop, there is only one x in each call, and the compiler keeps it on the stack.
package main

import "fmt"

func main() {
	var p *int
	{
		x := 5
		p = &x
	}
	fmt.Println(*p)
}
