// Package abi holds what the compiler and the run-time packages must agree on: the shape of type descriptors, method
// tables and the words of interfaces, strings and slices.  burrow/go/lower/descriptors.py writes these records as
// statics; keep the two in step.  Go's own is internal/abi/type.go; here one fat record serves every kind.
package abi

import "unsafe"

type Kind uint8

const (
	Invalid Kind = iota
	Bool
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Uintptr
	Float32
	Float64
	Complex64
	Complex128
	Array
	Chan
	Func
	Interface
	Map
	Pointer
	Slice
	String
	Struct
	UnsafePointer
)

// Bits of Type.Flags.
const (
	FlagDirect     = 1  // the value itself stands in an interface's data word
	FlagComparable = 2  // == does not panic for the type as such (a dynamic type inside may still)
	FlagMemory     = 4  // equality is equality of all its bytes
	FlagVariadic   = 8  // a func type whose last parameter is ...T
	FlagNamed      = 16 // a defined type
	FlagPointers   = 32 // holds pointers
)

// Type describes one type at run time.  Two descriptors of identical types are one and the same.
type Type struct {
	Size    uintptr
	GC      unsafe.Pointer // the collector's record
	Hash    uint32
	Kind    Kind
	Align   uint8
	Flags   uint8
	Dir     uint8  // channels: 1 receive, 2 send, 3 both
	Str     string // as %T prints it
	Name    string // of a defined type
	PkgPath string
	Elem    *Type // array, chan, map, pointer, slice
	Key     *Type // map
	Len     int   // array
	Fields  []Field
	In      []*Type
	Out     []*Type
	Methods []Method // of an interface: what it asks for; else the method set; sorted by name
	Ptr     *Type    // *T where the program has it, or nil
	Group   *Type    // map: eight slots and their control word; slice: nil
	Call    unsafe.Pointer // func: adapter for reflection: func(code, context, args, results unsafe.Pointer)
}

type Field struct {
	Name     string
	PkgPath  string // of an unexported field
	Type     *Type
	Offset   uintptr
	Tag      string
	Embedded bool
}

type Method struct {
	Name    string
	PkgPath string         // of an unexported method
	Type    *Type          // without receiver
	Fn      unsafe.Pointer // code that takes an interface's data word as receiver
}

// Itab is the first word of an interface value with methods.
type Itab struct {
	Inter *Type
	Type  *Type
	Hash  uint32
	_     uint32
	Fun   [1]unsafe.Pointer // one for each method of Inter
}

type Eface struct {
	Type *Type
	Data unsafe.Pointer
}

type Iface struct {
	Tab  *Itab
	Data unsafe.Pointer
}

type StringHeader struct {
	Data unsafe.Pointer
	Len  int
}

type SliceHeader struct {
	Data unsafe.Pointer
	Len  int
	Cap  int
}

// FuncVal is what a func value points to.
type FuncVal struct {
	Fn unsafe.Pointer
}

func (t *Type) Direct() bool { return t.Flags&FlagDirect != 0 }

func EfaceOf(p *any) *Eface { return (*Eface)(unsafe.Pointer(p)) }

func TypeOf(v any) *Type { return (*Eface)(unsafe.Pointer(&v)).Type }
