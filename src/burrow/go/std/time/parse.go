package time

import "errors"

// unitOf gives the length of a unit of ParseDuration, 0 for none.
func unitOf(s string) uint64 {
	switch s {
	case "ns":
		return uint64(Nanosecond)
	case "us", "µs", "μs":
		return uint64(Microsecond)
	case "ms":
		return uint64(Millisecond)
	case "s":
		return uint64(Second)
	case "m":
		return uint64(Minute)
	case "h":
		return uint64(Hour)
	}
	return 0
}

func quoted(s string) string { return "\"" + s + "\"" }

// ParseDuration parses a duration string: "300ms", "-1.5h" or "2h45m".
func ParseDuration(s string) (Duration, error) {
	whole := s
	invalid := errors.New("time: invalid duration " + quoted(whole))
	neg := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg = s[0] == '-'
		s = s[1:]
	}
	if s == "0" {
		return 0, nil
	}
	if s == "" {
		return 0, invalid
	}
	var total uint64
	for s != "" {
		i := 0
		var v, frac uint64
		scale := 1.0
		for i < len(s) && '0' <= s[i] && s[i] <= '9' {
			if v > (1<<63)/10 {
				return 0, invalid
			}
			v = v*10 + uint64(s[i]-'0')
			i++
		}
		digits := i
		if i < len(s) && s[i] == '.' {
			i++
			full := false
			for i < len(s) && '0' <= s[i] && s[i] <= '9' {
				if !full {
					if frac > (1<<63-1)/10 {
						full = true
					} else {
						frac = frac*10 + uint64(s[i]-'0')
						scale *= 10
					}
				}
				i++
				digits++
			}
		}
		if digits == 0 {
			return 0, invalid
		}
		s = s[i:]
		i = 0
		for i < len(s) && s[i] != '.' && (s[i] < '0' || s[i] > '9') {
			i++
		}
		if i == 0 {
			return 0, errors.New("time: missing unit in duration " + quoted(whole))
		}
		unit := unitOf(s[:i])
		if unit == 0 {
			return 0, errors.New("time: unknown unit " + quoted(s[:i]) + " in duration " + quoted(whole))
		}
		s = s[i:]
		if v > 1<<63/unit {
			return 0, invalid
		}
		v *= unit
		if frac > 0 {
			v += uint64(float64(frac) * (float64(unit) / scale))
		}
		total += v
		if v > 1<<63 || total > 1<<63 {
			return 0, invalid
		}
	}
	if neg {
		return -Duration(total), nil
	}
	if total > 1<<63-1 {
		return 0, invalid
	}
	return Duration(total), nil
}
