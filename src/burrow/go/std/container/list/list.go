// Package list implements a doubly linked list.
package list

// Element is an element of a linked list.
type Element struct {
	next, prev *Element
	list       *List
	Value      any
}

func (e *Element) Next() *Element {
	if p := e.next; e.list != nil && p != &e.list.root {
		return p
	}
	return nil
}

func (e *Element) Prev() *Element {
	if p := e.prev; e.list != nil && p != &e.list.root {
		return p
	}
	return nil
}

// List is a ring whose root stands between the last and the first element.
type List struct {
	root Element
	len  int
}

func (l *List) Init() *List {
	l.root.next, l.root.prev = &l.root, &l.root
	l.len = 0
	return l
}

func New() *List          { return new(List).Init() }
func (l *List) Len() int  { return l.len }

func (l *List) Front() *Element {
	if l.len == 0 {
		return nil
	}
	return l.root.next
}

func (l *List) Back() *Element {
	if l.len == 0 {
		return nil
	}
	return l.root.prev
}

func (l *List) lazy() {
	if l.root.next == nil {
		l.Init()
	}
}

func (l *List) insert(e, at *Element) *Element {
	e.prev, e.next = at, at.next
	e.prev.next, e.next.prev = e, e
	e.list = l
	l.len++
	return e
}

func (l *List) unlink(e *Element) {
	e.prev.next, e.next.prev = e.next, e.prev
	l.len--
}

func (l *List) Remove(e *Element) any {
	if e.list == l {
		l.unlink(e)
		e.next, e.prev, e.list = nil, nil, nil
	}
	return e.Value
}

func (l *List) PushFront(v any) *Element {
	l.lazy()
	return l.insert(&Element{Value: v}, &l.root)
}

func (l *List) PushBack(v any) *Element {
	l.lazy()
	return l.insert(&Element{Value: v}, l.root.prev)
}

func (l *List) InsertBefore(v any, mark *Element) *Element {
	if mark.list != l {
		return nil
	}
	return l.insert(&Element{Value: v}, mark.prev)
}

func (l *List) InsertAfter(v any, mark *Element) *Element {
	if mark.list != l {
		return nil
	}
	return l.insert(&Element{Value: v}, mark)
}

func (l *List) move(e, at *Element) {
	if e == at || e.list != l {
		return
	}
	l.unlink(e)
	l.insert(e, at)
}

func (l *List) MoveToFront(e *Element) { l.move(e, &l.root) }
func (l *List) MoveToBack(e *Element) {
	if l.root.prev != e {
		l.move(e, l.root.prev)
	}
}
func (l *List) MoveBefore(e, mark *Element) {
	if e != mark && mark.list == l && mark.prev != e {
		l.move(e, mark.prev)
	}
}
func (l *List) MoveAfter(e, mark *Element) {
	if e != mark && mark.list == l {
		l.move(e, mark)
	}
}

func (l *List) PushBackList(other *List) {
	l.lazy()
	for i, e := other.Len(), other.Front(); i > 0; i, e = i-1, e.Next() {
		l.PushBack(e.Value)
	}
}

func (l *List) PushFrontList(other *List) {
	l.lazy()
	for i, e := other.Len(), other.Back(); i > 0; i, e = i-1, e.Prev() {
		l.PushFront(e.Value)
	}
}
