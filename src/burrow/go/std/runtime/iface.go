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

// smallNumbers holds the values that become interfaces without an allocation.
var smallNumbers = [256]uint64{
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
	30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57,
	58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85,
	86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110,
	111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132,
	133, 134, 135, 136, 137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154,
	155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176,
	177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194, 195, 196, 197, 198,
	199, 200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220,
	221, 222, 223, 224, 225, 226, 227, 228, 229, 230, 231, 232, 233, 234, 235, 236, 237, 238, 239, 240, 241, 242,
	243, 244, 245, 246, 247, 248, 249, 250, 251, 252, 253, 254, 255,
}
