package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

func main() {
	for line := range strings.Lines("a\nbc\n\nd") {
		fmt.Printf("%q ", line)
	}
	fmt.Println()
	fmt.Printf("%q\n", slices.Collect(strings.SplitSeq("a,b,,c", ",")))
	fmt.Printf("%q\n", slices.Collect(strings.SplitSeq("aé", "")))
	fmt.Printf("%q\n", slices.Collect(strings.SplitAfterSeq("a,b,,c", ",")))
	fmt.Printf("%q\n", slices.Collect(strings.FieldsSeq("  a b\t c ")))
	for part := range bytes.FieldsFuncSeq([]byte("1-2--3"), func(r rune) bool { return r == '-' }) {
		fmt.Printf("%s %d;", part, cap(part))
	}
	for part := range bytes.SplitSeq([]byte("x y z"), []byte(" ")) {
		if string(part) == "z" {
			break
		}
		fmt.Printf("%s.", part)
	}
	fmt.Println()
}
