// A constructor that returns the address of what it made: the value outlives the function, so it goes to the heap.
package main

import "fmt"

type User struct {
	Name string
	Age  int
}

func NewUser(name string, age int) *User {
	return &User{Name: name, Age: age}
}

func main() {
	u := NewUser("Ada", 36)
	fmt.Println(u.Name, u.Age)
}
