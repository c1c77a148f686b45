// Lookups and insertions for the most common keys: integers of four and eight bytes, and strings.
package runtime

import (
	"internal/abi"
	"unsafe"
)

func mapfind64(t *abi.Type, m *hmap, key uint64) unsafe.Pointer {
	if m == nil || m.count == 0 {
		return nil
	}
	h := hash64(key, m.seed)
	size, slotSize := t.Group.Size, uintptr(t.Len)
	for g, step := uintptr(h>>7)&m.mask, uintptr(1); ; g, step = (g+step)&m.mask, step+1 {
		group := add(m.groups, g*size)
		ctrl := *(*uint64)(group)
		for match := matchH2(ctrl, h&0x7F); match != 0; match &= match - 1 {
			slot := add(group, 8+slotOf(match)*slotSize)
			if *(*uint64)(slot) == key {
				return slot
			}
		}
		if matchEmpty(ctrl) != 0 {
			return nil
		}
	}
}

func mapaccess1_fast64(t *abi.Type, m *hmap, key uint64) unsafe.Pointer {
	if slot := mapfind64(t, m, key); slot != nil {
		return add(slot, uintptr(t.Group.Len))
	}
	return mapzero(t)
}

func mapaccess2_fast64(t *abi.Type, m *hmap, key uint64) (unsafe.Pointer, bool) {
	if slot := mapfind64(t, m, key); slot != nil {
		return add(slot, uintptr(t.Group.Len)), true
	}
	return mapzero(t), false
}

// mapassign_fast64 is for keys without pointers.
func mapassign_fast64(t *abi.Type, m *hmap, key uint64) unsafe.Pointer {
	if m == nil {
		panic(plainError("assignment to entry in nil map"))
	}
	if m.groups == nil {
		m.allocate(t, 1)
	}
	h := hash64(key, m.seed)
	size, slotSize := t.Group.Size, uintptr(t.Len)
	var free unsafe.Pointer
	var freeSlot uintptr
	for g, step := uintptr(h>>7)&m.mask, uintptr(1); ; g, step = (g+step)&m.mask, step+1 {
		group := add(m.groups, g*size)
		ctrl := *(*uint64)(group)
		for match := matchH2(ctrl, h&0x7F); match != 0; match &= match - 1 {
			slot := add(group, 8+slotOf(match)*slotSize)
			if *(*uint64)(slot) == key {
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
	setCtrl(free, freeSlot, uint8(h&0x7F))
	m.count++
	slot := add(free, 8+freeSlot*slotSize)
	*(*uint64)(slot) = key
	return add(slot, uintptr(t.Group.Len))
}

func mapdelete_fast64(t *abi.Type, m *hmap, key uint64) {
	if slot := mapfind64(t, m, key); slot != nil {
		m.drop(t, slot)
	}
}

func mapfindstr(t *abi.Type, m *hmap, key string) unsafe.Pointer {
	if m == nil || m.count == 0 {
		return nil
	}
	h := strhash(key, m.seed)
	size, slotSize := t.Group.Size, uintptr(t.Len)
	for g, step := uintptr(h>>7)&m.mask, uintptr(1); ; g, step = (g+step)&m.mask, step+1 {
		group := add(m.groups, g*size)
		ctrl := *(*uint64)(group)
		for match := matchH2(ctrl, h&0x7F); match != 0; match &= match - 1 {
			slot := add(group, 8+slotOf(match)*slotSize)
			if *(*string)(slot) == key {
				return slot
			}
		}
		if matchEmpty(ctrl) != 0 {
			return nil
		}
	}
}

func mapaccess1_faststr(t *abi.Type, m *hmap, key string) unsafe.Pointer {
	if slot := mapfindstr(t, m, key); slot != nil {
		return add(slot, uintptr(t.Group.Len))
	}
	return mapzero(t)
}

func mapaccess2_faststr(t *abi.Type, m *hmap, key string) (unsafe.Pointer, bool) {
	if slot := mapfindstr(t, m, key); slot != nil {
		return add(slot, uintptr(t.Group.Len)), true
	}
	return mapzero(t), false
}
