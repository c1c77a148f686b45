// Maps: open addressing over groups of eight slots with a control word each.  The scheme is Abseil's Swiss table
// (CppCon 2017) in the portable form that internal/runtime/maps uses; here one table doubles as a whole, without
// a directory, and an iterator that finds the table replaced goes on in the old one and looks each key up in the new.
package runtime

import (
	"internal/abi"
	"unsafe"
)

type hmap struct {
	count  int
	groups unsafe.Pointer
	mask   uintptr // number of groups - 1
	left   int     // empty slots that may still be filled before the table grows
	seed   uint64
	clears uint32
	_      uint32
}

const (
	ctrlEmpty   = 0x80
	ctrlDeleted = 0xFE
	allEmpty    = 0x8080808080808080
	ones        = 0x0101010101010101
	tops        = 0x8080808080808080
)

func matchH2(ctrl, h2 uint64) uint64 {
	v := ctrl ^ (ones * h2)
	return (v - ones) &^ v & tops
}

func matchEmpty(ctrl uint64) uint64 { return ctrl &^ (ctrl << 6) & tops }

func matchFree(ctrl uint64) uint64 { return ctrl & tops }

func slotOf(m uint64) uintptr { return uintptr(ctz64(m)) >> 3 }

func setCtrl(group unsafe.Pointer, slot uintptr, c uint8) { *(*uint8)(add(group, slot)) = c }

func makemap(t *abi.Type, hint int) *hmap {
	m := new(hmap)
	m.seed = fastrand64()
	if hint > 7 {
		groups := uintptr(1)
		for groups*7 < uintptr(hint) && groups < 1<<40 {
			groups <<= 1
		}
		m.allocate(t, groups)
	}
	return m
}

// stackmap sets up a map that does not escape: its head and its first group are in the caller's frame, zeroed.
func stackmap(t *abi.Type, m *hmap, group unsafe.Pointer) {
	m.seed = fastrand64()
	if group != nil {
		m.groups = group
		m.left = 7
		*(*uint64)(group) = allEmpty
	}
}

func (m *hmap) allocate(t *abi.Type, groups uintptr) {
	m.groups = newarray(t.Group, int(groups))
	m.mask = groups - 1
	m.left = int(groups * 7)
	size := t.Group.Size
	for i := uintptr(0); i < groups; i++ {
		*(*uint64)(add(m.groups, i*size)) = allEmpty
	}
}

func hashKey(t *abi.Type, key unsafe.Pointer, seed uint64) uint64 {
	k := t.Key
	switch k.Kind {
	case abi.String:
		return strhash(*(*string)(key), seed)
	case abi.Int, abi.Uint, abi.Int64, abi.Uint64, abi.Uintptr, abi.Pointer, abi.UnsafePointer, abi.Chan:
		return hash64(*(*uint64)(key), seed)
	case abi.Int32, abi.Uint32:
		return hash64(uint64(*(*uint32)(key)), seed)
	}
	return typehash(k, key, seed)
}

func keyEqual(k *abi.Type, p, q unsafe.Pointer) bool {
	switch k.Kind {
	case abi.String:
		return *(*string)(p) == *(*string)(q)
	case abi.Int, abi.Uint, abi.Int64, abi.Uint64, abi.Uintptr, abi.Pointer, abi.UnsafePointer, abi.Chan:
		return *(*uint64)(p) == *(*uint64)(q)
	case abi.Int32, abi.Uint32:
		return *(*uint32)(p) == *(*uint32)(q)
	}
	return typeequal(k, p, q)
}

// find gives the slot of key, or nil.
func (m *hmap) find(t *abi.Type, key unsafe.Pointer) unsafe.Pointer {
	if m == nil || m.count == 0 {
		if t.Key.Flags&abi.FlagMemory == 0 {
			hashKey(t, key, 0) // panics where the key cannot be hashed
		}
		return nil
	}
	h := hashKey(t, key, m.seed)
	h2 := h & 0x7F
	size, slotSize := t.Group.Size, uintptr(t.Len)
	for g, step := uintptr(h>>7)&m.mask, uintptr(1); ; g, step = (g+step)&m.mask, step+1 {
		group := add(m.groups, g*size)
		ctrl := *(*uint64)(group)
		for match := matchH2(ctrl, h2); match != 0; match &= match - 1 {
			slot := add(group, 8+slotOf(match)*slotSize)
			if keyEqual(t.Key, slot, key) {
				return slot
			}
		}
		if matchEmpty(ctrl) != 0 {
			return nil
		}
	}
}

var zeroVal [1024]uint64

// mapzero is what a lookup without success points to.
func mapzero(t *abi.Type) unsafe.Pointer {
	if t.Elem.Size > uintptr(len(zeroVal))*8 {
		return newobject(t.Elem)
	}
	return unsafe.Pointer(&zeroVal)
}

func mapaccess1(t *abi.Type, m *hmap, key unsafe.Pointer) unsafe.Pointer {
	slot := m.find(t, key)
	if slot == nil {
		return mapzero(t)
	}
	return add(slot, uintptr(t.Group.Len))
}

func mapaccess2(t *abi.Type, m *hmap, key unsafe.Pointer) (unsafe.Pointer, bool) {
	slot := m.find(t, key)
	if slot == nil {
		return mapzero(t), false
	}
	return add(slot, uintptr(t.Group.Len)), true
}

// mapassign gives the place of key's element, making an entry where there is none.
func mapassign(t *abi.Type, m *hmap, key unsafe.Pointer) unsafe.Pointer {
	if m == nil {
		panic(plainError("assignment to entry in nil map"))
	}
	h := hashKey(t, key, m.seed)
	if m.groups == nil {
		m.allocate(t, 1)
	}
	h2 := h & 0x7F
	size, slotSize := t.Group.Size, uintptr(t.Len)
	var free unsafe.Pointer // group of the first slot that may be filled
	var freeSlot uintptr
	for g, step := uintptr(h>>7)&m.mask, uintptr(1); ; g, step = (g+step)&m.mask, step+1 {
		group := add(m.groups, g*size)
		ctrl := *(*uint64)(group)
		for match := matchH2(ctrl, h2); match != 0; match &= match - 1 {
			slot := add(group, 8+slotOf(match)*slotSize)
			if keyEqual(t.Key, slot, key) {
				if t.Key.Flags&abi.FlagMemory == 0 {
					typedmemmove(t.Key, slot, key) // +0 and -0, equal strings: the new key stays
				}
				return add(slot, uintptr(t.Group.Len))
			}
		}
		if free == nil {
			if f := matchFree(ctrl); f != 0 {
				free, freeSlot = group, slotOf(f)
			}
		}
		if matchEmpty(ctrl) != 0 {
			break
		}
	}
	if *(*uint8)(add(free, freeSlot)) == ctrlEmpty {
		if m.left == 0 {
			m.grow(t)
			free, freeSlot = m.place(t, h)
		}
		m.left--
	}
	setCtrl(free, freeSlot, uint8(h2))
	m.count++
	slot := add(free, 8+freeSlot*slotSize)
	typedmemmove(t.Key, slot, key)
	return add(slot, uintptr(t.Group.Len))
}

// place gives the first free slot on the way of hash h.
func (m *hmap) place(t *abi.Type, h uint64) (unsafe.Pointer, uintptr) {
	size := t.Group.Size
	for g, step := uintptr(h>>7)&m.mask, uintptr(1); ; g, step = (g+step)&m.mask, step+1 {
		group := add(m.groups, g*size)
		if f := matchFree(*(*uint64)(group)); f != 0 {
			return group, slotOf(f)
		}
	}
}

// grow moves everything to a table twice as large, or as large where most of the slots hold deleted entries.
func (m *hmap) grow(t *abi.Type) {
	old, n := m.groups, m.mask+1
	groups := n
	if uintptr(m.count)*2 > n*7 {
		groups = n * 2
	}
	m.allocate(t, groups)
	size, slotSize := t.Group.Size, uintptr(t.Len)
	for i := uintptr(0); i < n; i++ {
		group := add(old, i*size)
		ctrl := *(*uint64)(group)
		for s := uintptr(0); s < 8; s, ctrl = s+1, ctrl>>8 {
			if ctrl&0x80 != 0 {
				continue
			}
			from := add(group, 8+s*slotSize)
			h := hashKey(t, from, m.seed)
			to, slot := m.place(t, h)
			setCtrl(to, slot, uint8(h&0x7F))
			memmoveFresh(t, add(to, 8+slot*slotSize), from, slotSize)
			m.left--
		}
	}
}

// memmoveFresh copies a slot into a table that nobody else sees yet.
func memmoveFresh(t *abi.Type, to, from unsafe.Pointer, n uintptr) {
	if t.Group.Flags&abi.FlagPointers != 0 {
		typedslotmove(t, to, from)
		return
	}
	if n == 16 {
		*(*[2]uint64)(to) = *(*[2]uint64)(from)
		return
	}
	memmove(to, from, n)
}

func typedslotmove(t *abi.Type, to, from unsafe.Pointer) {
	off := uintptr(t.Group.Len)
	typedmemmove(t.Key, to, from)
	typedmemmove(t.Elem, add(to, off), add(from, off))
}

func mapdelete(t *abi.Type, m *hmap, key unsafe.Pointer) {
	slot := m.find(t, key)
	if slot != nil {
		m.drop(t, slot)
	}
}

func (m *hmap) drop(t *abi.Type, slot unsafe.Pointer) {
	size, slotSize := t.Group.Size, uintptr(t.Len)
	at := uintptr(slot) - uintptr(m.groups)
	group := add(m.groups, at/size*size)
	s := (at%size - 8) / slotSize
	if t.Key.Flags&abi.FlagPointers != 0 {
		typedmemclr(t.Key, slot, t.Key.Size)
	}
	elem := add(slot, uintptr(t.Group.Len))
	if t.Elem.Flags&abi.FlagPointers != 0 {
		typedmemclr(t.Elem, elem, t.Elem.Size)
	}
	m.count--
	if matchEmpty(*(*uint64)(group)) != 0 {
		setCtrl(group, s, ctrlEmpty)
		m.left++
	} else {
		setCtrl(group, s, ctrlDeleted)
	}
	if m.count == 0 {
		m.seed = fastrand64() // nobody can mine collisions for ever
		if uintptr(m.left) < m.mask+1 {
			m.reset(t)
		}
	}
}

func (m *hmap) reset(t *abi.Type) {
	size := t.Group.Size
	for i := uintptr(0); i <= m.mask; i++ {
		*(*uint64)(add(m.groups, i*size)) = allEmpty
	}
	m.left = int((m.mask + 1) * 7)
}

func mapclear(t *abi.Type, m *hmap) {
	if m == nil || m.groups == nil {
		return
	}
	typedmemclr(t.Group, m.groups, t.Group.Size*(m.mask+1))
	m.count = 0
	m.clears++
	m.reset(t)
}

// mapiter is what a range over a map keeps; key nil is the end.
type mapiter struct {
	key    unsafe.Pointer
	elem   unsafe.Pointer
	t      *abi.Type
	m      *hmap
	groups unsafe.Pointer
	mask   uintptr
	start  uintptr
	n      uintptr // slots seen
	clears uint32
}

func mapiterinit(t *abi.Type, m *hmap, it *mapiter) {
	it.key, it.elem = nil, nil
	if m == nil || m.count == 0 {
		return
	}
	it.t, it.m = t, m
	it.groups, it.mask = m.groups, m.mask
	it.clears = m.clears
	it.start = uintptr(fastrand64() >> 3)
	it.n = 0
	mapiternext(it)
}

func mapiternext(it *mapiter) {
	t, m := it.t, it.m
	size, slotSize, off := t.Group.Size, uintptr(t.Len), uintptr(t.Group.Len)
	total := (it.mask + 1) * 8
	for it.n < total {
		at := it.start + it.n
		it.n++
		group := add(it.groups, (at>>3&it.mask)*size)
		s := (at + it.start>>20) & 7
		if *(*uint8)(add(group, s))&0x80 != 0 {
			continue
		}
		slot := add(group, 8+s*slotSize)
		if it.groups != m.groups {
			now := m.find(t, slot)
			if now != nil {
				slot = now
			} else if it.clears != m.clears || keyEqual(t.Key, slot, slot) {
				continue // deleted meanwhile; only keys that are not equal to themselves cannot be
			}
		}
		it.key, it.elem = slot, add(slot, off)
		return
	}
	it.key, it.elem = nil, nil
}
