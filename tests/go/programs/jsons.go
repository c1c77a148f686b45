package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
)

type Base struct {
	ID   int `json:"id"`
	Kind string
}

type Level int

func (l Level) MarshalText() ([]byte, error) { return []byte(fmt.Sprintf("L%d", int(l))), nil }
func (l *Level) UnmarshalText(b []byte) error {
	_, err := fmt.Sscanf(string(b), "L%d", (*int)(l))
	return err
}

type Point struct{ x, y int }

func (p Point) MarshalJSON() ([]byte, error) { return json.Marshal([]int{p.x, p.y}) }
func (p *Point) UnmarshalJSON(b []byte) error {
	var xy []int
	if err := json.Unmarshal(b, &xy); err != nil {
		return err
	}
	if len(xy) != 2 {
		return errors.New("a point has two numbers")
	}
	p.x, p.y = xy[0], xy[1]
	return nil
}

type All struct {
	Base
	Name    string            `json:"name"`
	Empty   string            `json:"empty,omitempty"`
	Skip    int               `json:"-"`
	private int
	F       float64
	F32     float32
	B       bool
	Bytes   []byte
	List    []string
	Arr     [2]uint8
	M       map[string]int
	N       map[int]bool
	P       *int
	Any     any
	Num     int `json:",string"`
	Level   Level
	Point   Point
	Points  []*Point
	Raw     json.RawMessage
	Sub     *All `json:"sub,omitempty"`
}

func main() {
	k := 7
	v := All{Base: Base{1, "k"}, Name: "a<b>\"\n\u2028é\x01", F: 1e21, F32: 0.1, B: true, Bytes: []byte("hello!!"),
		List: []string{"x", "y"}, M: map[string]int{"b": 2, "a": 1}, N: map[int]bool{10: true, 9: false}, P: &k,
		Any: []any{1, "s", nil, 2.5, map[string]any{"z": true}}, Num: 42, Level: 3, Point: Point{1, 2},
		Points: []*Point{{3, 4}, nil}, Raw: json.RawMessage(`{"a": [1, 2]}`), Sub: &All{}}
	b, err := json.Marshal(v)
	fmt.Println(string(b), err)
	var w All
	fmt.Println(json.Unmarshal(b, &w))
	fmt.Println(w.ID, w.Kind, w.Name == v.Name, w.F, w.F32, string(w.Bytes), w.List, w.Arr, w.M, w.N, *w.P, w.Any, w.Num, w.Level,
		w.Point, *w.Points[0], w.Points[1], string(w.Raw), w.Sub.Name == "")
	b, _ = json.MarshalIndent(map[string]any{"k": []int{1, 2}, "e": []int{}, "o": map[string]int{}}, ">", "  ")
	fmt.Println(string(b))
	for _, text := range []string{`{"id": "x"}`, `{"name": 5, "id": 9}`, `[1]`, `{"a" 1}`, `{"a":1,}`, `tru`, ``, `{"F": 1e999}`,
		`"\ud83d\ude00\u00e9"`, `nul`, `[1,2] x`, `{"Point": [1]}`, `{"NAME": "folded"}`, `-`, `01`} {
		var x All
		err := json.Unmarshal([]byte(text), &x)
		fmt.Println(text, "->", err, x.ID, x.Name)
	}
	var s string
	fmt.Println(json.Unmarshal([]byte(`"\ud83d\ude00\u00e9\/\t"`), &s), s)
	var a any
	fmt.Println(json.Unmarshal([]byte(` {"x": [1, 2.5, "t", null, true, {"y": {}}]} `), &a), a)
	_, err = json.Marshal(math.Inf(1))
	fmt.Println(err)
	_, err = json.Marshal(make(chan int))
	fmt.Println(err)
	fmt.Println(json.Unmarshal([]byte("1"), nil), json.Unmarshal([]byte("1"), 5))
	dec := json.NewDecoder(strings.NewReader(`{"id": 1} {"id": 2} 3 [4`))
	for {
		var x struct{ ID int }
		err := dec.Decode(&x)
		fmt.Println(x, err)
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
	}
	strict := json.NewDecoder(strings.NewReader(`{"id": 1, "other": 2}`))
	strict.DisallowUnknownFields()
	fmt.Println(strict.Decode(&Base{}))
	enc := json.NewEncoder(os.Stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	enc.Encode(struct {
		A string `json:"a"`
		B []int
	}{"<&>", []int{1}})
	var buf bytes.Buffer
	fmt.Println(json.Compact(&buf, []byte(" [ 1 , \"a b\" ] ")), buf.String(), json.Valid([]byte("{}")), json.Valid([]byte("{")))
	var n json.Number
	fmt.Println(json.Unmarshal([]byte("12.50"), &n), n)
	type T struct{ A, B float64 }
	out, _ := json.Marshal([]T{{1, 0.000001}, {1e-7, 123456789}, {1e20, -0.5}})
	fmt.Println(string(out))
}
