// Package iter provides basic definitions related to iterators over sequences.
package iter

// Seq is an iterator over sequences of individual values.
type Seq[V any] func(yield func(V) bool)

// Seq2 is an iterator over sequences of pairs of values.
type Seq2[K, V any] func(yield func(K, V) bool)

// Pull converts a push iterator into one that is asked; the values come from a goroutine.
func Pull[V any](seq Seq[V]) (next func() (V, bool), stop func()) {
	ask, values := make(chan bool), make(chan V)
	done, started := false, false
	next = func() (v V, ok bool) {
		if done {
			return v, false
		}
		if !started {
			started = true
			go func() {
				defer close(values)
				if !<-ask {
					return
				}
				seq(func(v V) bool {
					values <- v
					return <-ask
				})
			}()
		}
		ask <- true
		v, ok = <-values
		if !ok {
			done = true
		}
		return v, ok
	}
	stop = func() {
		if !done {
			done = true
			if started {
				ask <- false
				<-values
			}
		}
	}
	return
}
