package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path"
	"path/filepath"
	"time"
)

func main() {
	l := log.New(os.Stdout, "tool: ", log.Lshortfile)
	l.Println("a", 1)
	l.SetFlags(log.Lmsgprefix | log.Lshortfile)
	l.Printf("x=%d", 2)
	log.SetFlags(0)
	log.SetOutput(os.Stdout)
	log.Print("plain")
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		log.Panicf("bad %v", 3)
	}()

	f := flag.NewFlagSet("tool", flag.ContinueOnError)
	f.SetOutput(os.Stdout)
	n := f.Int("n", 7, "how `many`")
	v := f.Bool("v", false, "say more")
	d := f.Duration("d", time.Second, "wait")
	s := f.String("s", "x", "a text\nof two lines")
	x := f.Float64("x", 0, "a number")
	fmt.Println(f.Parse([]string{"-n", "0x10", "-v", "--d=1h2.5m", "-s=", "rest", "-x"}))
	fmt.Println(*n, *v, *d, *s, *x, f.Args(), f.NFlag())
	f.Visit(func(fl *flag.Flag) { fmt.Print(fl.Name, "=", fl.Value, " ") })
	fmt.Println()
	fmt.Println(f.Parse([]string{"-n", "many"}))
	fmt.Println(f.Parse([]string{"-q"}))
	fmt.Println(f.Parse([]string{"-s"}))
	fmt.Println(f.Parse([]string{"-h"}))

	for _, p := range []string{"", "a/b/../c", "/../a//b/.", "../..", "/", "a/", "./x.tar.gz"} {
		fmt.Printf("%q %q %q %q %q\n", path.Clean(p), path.Base(p), path.Dir(p), path.Ext(p), path.Join("p", p, "q"))
	}
	for _, p := range [][2]string{{"*.go", "x.go"}, {"a?c", "abc"}, {"[a-c]x", "bx"}, {"[^a]", "a"}, {"[", "a"}, {"a*/b", "ax/b"}, {"\\*", "*"}, {"*", "a/b"}} {
		fmt.Println(path.Match(p[0], p[1]))
	}
	fmt.Println(filepath.Rel("/a/b", "/a/c/d"))
	fmt.Println(filepath.Rel("a", "a"))
	fmt.Println(filepath.SplitList("a:b"), filepath.Base("/x/y.z"))
	for _, t := range []string{"1.5h", "-3us", "1h1", "x", "+5ns", ".5s", "1d", ""} {
		fmt.Println(time.ParseDuration(t))
	}
}
