// Interfaces: method tables made at run time, assertions and their failures.
package runtime

import (
	"internal/abi"
	"unsafe"
)

var itabLock int64
var itabTable []*abi.Itab // open addressing; the compiler's own tables are not in it
var itabCount int

func itabHash(inter, typ *abi.Type) uintptr { return uintptr(inter.Hash)*31 ^ uintptr(typ.Hash) }

// getitab gives the table of typ's methods for inter, or nil and the name of a method that is missing.
func getitab(inter, typ *abi.Type) (*abi.Itab, string) {
	lock(&itabLock)
	if t := finditab(inter, typ); t != nil {
		unlock(&itabLock)
		if t.Fun[0] == nil {
			_, missing := methodsOf(inter, typ, nil)
			return nil, missing
		}
		return t, ""
	}
	unlock(&itabLock)
	tab := (*abi.Itab)(mallocgc(24+8*uintptr(len(inter.Methods)), unknownType, 0))
	tab.Inter, tab.Type, tab.Hash = inter, typ, typ.Hash
	ok, missing := methodsOf(inter, typ, tab)
	if !ok {
		tab.Fun[0] = nil
	}
	lock(&itabLock)
	additab(tab)
	unlock(&itabLock)
	if !ok {
		return nil, missing
	}
	return tab, ""
}

// unknownType asks the collector to look at every word.
var unknownType = unsafe.Pointer(uintptr(1))

func finditab(inter, typ *abi.Type) *abi.Itab {
	if len(itabTable) == 0 {
		return nil
	}
	mask := uintptr(len(itabTable) - 1)
	for i := itabHash(inter, typ) & mask; ; i = (i + 1) & mask {
		t := itabTable[i]
		if t == nil {
			return nil
		}
		if t.Inter == inter && t.Type == typ {
			return t
		}
	}
}

func additab(tab *abi.Itab) {
	if itabCount*2 >= len(itabTable) {
		old := itabTable
		n := len(old) * 2
		if n == 0 {
			n = 64
		}
		itabTable = make([]*abi.Itab, n)
		for _, t := range old {
			if t != nil {
				putitab(t)
			}
		}
	}
	putitab(tab)
	itabCount++
}

func putitab(tab *abi.Itab) {
	mask := uintptr(len(itabTable) - 1)
	i := itabHash(tab.Inter, tab.Type) & mask
	for itabTable[i] != nil {
		i = (i + 1) & mask
	}
	itabTable[i] = tab
}

// methodsOf fills tab with typ's methods for inter; both lists are sorted.
func methodsOf(inter, typ *abi.Type, tab *abi.Itab) (bool, string) {
	j := 0
	for i := range inter.Methods {
		want := &inter.Methods[i]
		for {
			if j == len(typ.Methods) {
				return false, want.Name
			}
			have := &typ.Methods[j]
			j++
			if have.Name == want.Name && have.Type == want.Type && have.PkgPath == want.PkgPath {
				if tab != nil {
					*(*unsafe.Pointer)(add(unsafe.Pointer(&tab.Fun), uintptr(i)*8)) = have.Fn
				}
				break
			}
		}
	}
	return true, ""
}

// assertE2I is x.(I): the table for the dynamic type t, or a panic.
func assertE2I(inter, t *abi.Type) *abi.Itab {
	if t == nil {
		panic(&TypeAssertionError{nil, nil, inter, ""})
	}
	tab, missing := getitab(inter, t)
	if tab == nil {
		panic(&TypeAssertionError{nil, t, inter, missing})
	}
	return tab
}

// assertE2I2 is the form with `ok`: nil where t does not implement inter.
func assertE2I2(inter, t *abi.Type) *abi.Itab {
	if t == nil {
		return nil
	}
	tab, _ := getitab(inter, t)
	return tab
}

// implements says whether t has all methods of inter (t may be nil).
func implements(inter, t *abi.Type) bool {
	if t == nil {
		return false
	}
	if len(inter.Methods) == 0 {
		return true
	}
	tab, _ := getitab(inter, t)
	return tab != nil
}

func panicdottype(have, want, iface *abi.Type) {
	panic(&TypeAssertionError{iface, have, want, ""})
}
