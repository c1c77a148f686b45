//! The builders behind `{:?}` of structs, tuples, lists and maps.

use crate::fmt::{self, Debug, Formatter, Write};

/// Indents every line of what is written through it.
struct PadAdapter<'buf, 'state> {
    buf: &'buf mut (dyn fmt::Write + 'buf),
    on_newline: &'state mut bool,
}

impl fmt::Write for PadAdapter<'_, '_> {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        for line in s.split_inclusive('\n') {
            if *self.on_newline {
                self.buf.write_str("    ")?;
            }
            *self.on_newline = line.ends_with('\n');
            self.buf.write_str(line)?;
        }
        Ok(())
    }
}

/// Writes `value`, indented, between `before` and `after`.
fn indented(fmt: &mut Formatter<'_>, before: &str, value: &dyn Debug, after: &str) -> fmt::Result {
    let mut on_newline = true;
    let options = fmt.options;
    let mut adapter = PadAdapter { buf: &mut *fmt.buf, on_newline: &mut on_newline };
    adapter.write_str(before)?;
    let mut inner = Formatter { options, buf: &mut adapter };
    value.fmt(&mut inner)?;
    inner.write_str(after)
}

pub struct DebugStruct<'a, 'b: 'a> {
    fmt: &'a mut fmt::Formatter<'b>,
    result: fmt::Result,
    has_fields: bool,
}

pub(super) fn debug_struct_new<'a, 'b>(fmt: &'a mut fmt::Formatter<'b>, name: &str) -> DebugStruct<'a, 'b> {
    let result = fmt.write_str(name);
    DebugStruct { fmt, result, has_fields: false }
}

impl<'a, 'b: 'a> DebugStruct<'a, 'b> {
    pub fn field(&mut self, name: &str, value: &dyn fmt::Debug) -> &mut Self {
        if self.result.is_ok() {
            self.result = self.write_field(name, value);
        }
        self.has_fields = true;
        self
    }

    fn write_field(&mut self, name: &str, value: &dyn fmt::Debug) -> fmt::Result {
        if self.fmt.alternate() {
            if !self.has_fields {
                self.fmt.write_str(" {\n")?;
            }
            let mut on_newline = true;
            let options = self.fmt.options;
            let mut adapter = PadAdapter { buf: &mut *self.fmt.buf, on_newline: &mut on_newline };
            adapter.write_str(name)?;
            adapter.write_str(": ")?;
            let mut inner = Formatter { options, buf: &mut adapter };
            value.fmt(&mut inner)?;
            inner.write_str(",\n")
        } else {
            self.fmt.write_str(if self.has_fields { ", " } else { " { " })?;
            self.fmt.write_str(name)?;
            self.fmt.write_str(": ")?;
            value.fmt(self.fmt)
        }
    }

    pub fn finish_non_exhaustive(&mut self) -> fmt::Result {
        if self.result.is_ok() {
            self.result = if !self.has_fields {
                self.fmt.write_str(" { .. }")
            } else if self.fmt.alternate() {
                self.fmt.write_str("    ..\n}")
            } else {
                self.fmt.write_str(", .. }")
            };
        }
        self.result
    }

    pub fn finish(&mut self) -> fmt::Result {
        if self.has_fields && self.result.is_ok() {
            self.result = if self.fmt.alternate() { self.fmt.write_str("}") } else { self.fmt.write_str(" }") };
        }
        self.result
    }
}

pub struct DebugTuple<'a, 'b: 'a> {
    fmt: &'a mut fmt::Formatter<'b>,
    result: fmt::Result,
    fields: usize,
    empty_name: bool,
}

pub(super) fn debug_tuple_new<'a, 'b>(fmt: &'a mut fmt::Formatter<'b>, name: &str) -> DebugTuple<'a, 'b> {
    let result = fmt.write_str(name);
    DebugTuple { fmt, result, fields: 0, empty_name: name.is_empty() }
}

impl<'a, 'b: 'a> DebugTuple<'a, 'b> {
    pub fn field(&mut self, value: &dyn fmt::Debug) -> &mut Self {
        if self.result.is_ok() {
            self.result = self.write_field(value);
        }
        self.fields += 1;
        self
    }

    fn write_field(&mut self, value: &dyn fmt::Debug) -> fmt::Result {
        if self.fmt.alternate() {
            if self.fields == 0 {
                self.fmt.write_str("(\n")?;
            }
            indented(self.fmt, "", value, ",\n")
        } else {
            self.fmt.write_str(if self.fields == 0 { "(" } else { ", " })?;
            value.fmt(self.fmt)
        }
    }

    pub fn finish_non_exhaustive(&mut self) -> fmt::Result {
        if self.result.is_ok() {
            self.result = if self.fields == 0 {
                self.fmt.write_str("(..)")
            } else if self.fmt.alternate() {
                self.fmt.write_str("    ..\n)")
            } else {
                self.fmt.write_str(", ..)")
            };
        }
        self.result
    }

    pub fn finish(&mut self) -> fmt::Result {
        if self.fields > 0 && self.result.is_ok() {
            if self.fields == 1 && self.empty_name && !self.fmt.alternate() {
                self.result = self.fmt.write_str(",");
            }
            if self.result.is_ok() {
                self.result = self.fmt.write_str(")");
            }
        }
        self.result
    }
}

struct DebugInner<'a, 'b: 'a> {
    fmt: &'a mut fmt::Formatter<'b>,
    result: fmt::Result,
    has_fields: bool,
}

impl<'a, 'b: 'a> DebugInner<'a, 'b> {
    fn entry(&mut self, entry: &dyn fmt::Debug) {
        if self.result.is_ok() {
            self.result = self.write_entry(entry);
        }
        self.has_fields = true;
    }

    fn write_entry(&mut self, entry: &dyn fmt::Debug) -> fmt::Result {
        if self.fmt.alternate() {
            if !self.has_fields {
                self.fmt.write_str("\n")?;
            }
            indented(self.fmt, "", entry, ",\n")
        } else {
            if self.has_fields {
                self.fmt.write_str(", ")?;
            }
            entry.fmt(self.fmt)
        }
    }

    fn finish(&mut self, close: &str) -> fmt::Result {
        if self.result.is_ok() {
            self.result = self.fmt.write_str(close);
        }
        self.result
    }

    fn finish_non_exhaustive(&mut self, close: &str) -> fmt::Result {
        if self.result.is_ok() {
            let dots = if !self.has_fields {
                ".."
            } else if self.fmt.alternate() {
                "    ..\n"
            } else {
                ", .."
            };
            self.result = self.fmt.write_str(dots);
        }
        self.finish(close)
    }
}

macro_rules! sequence_builder {
    ($Name:ident, $new:ident, $open:literal, $close:literal) => {
        pub struct $Name<'a, 'b: 'a> {
            inner: DebugInner<'a, 'b>,
        }

        pub(super) fn $new<'a, 'b>(fmt: &'a mut fmt::Formatter<'b>) -> $Name<'a, 'b> {
            let result = fmt.write_str($open);
            $Name { inner: DebugInner { fmt, result, has_fields: false } }
        }

        impl<'a, 'b: 'a> $Name<'a, 'b> {
            pub fn entry(&mut self, entry: &dyn fmt::Debug) -> &mut Self {
                self.inner.entry(entry);
                self
            }

            pub fn entries<D, I>(&mut self, entries: I) -> &mut Self
            where
                D: fmt::Debug,
                I: IntoIterator<Item = D>,
            {
                for entry in entries {
                    self.entry(&entry);
                }
                self
            }

            pub fn finish_non_exhaustive(&mut self) -> fmt::Result { self.inner.finish_non_exhaustive($close) }

            pub fn finish(&mut self) -> fmt::Result { self.inner.finish($close) }
        }
    };
}

sequence_builder! { DebugSet, debug_set_new, "{", "}" }
sequence_builder! { DebugList, debug_list_new, "[", "]" }

pub struct DebugMap<'a, 'b: 'a> {
    fmt: &'a mut fmt::Formatter<'b>,
    result: fmt::Result,
    has_fields: bool,
    has_key: bool,
    // Of the adapter that key and value share.
    on_newline: bool,
}

pub(super) fn debug_map_new<'a, 'b>(fmt: &'a mut fmt::Formatter<'b>) -> DebugMap<'a, 'b> {
    let result = fmt.write_str("{");
    DebugMap { fmt, result, has_fields: false, has_key: false, on_newline: true }
}

impl<'a, 'b: 'a> DebugMap<'a, 'b> {
    pub fn entry(&mut self, key: &dyn fmt::Debug, value: &dyn fmt::Debug) -> &mut Self { self.key(key).value(value) }

    pub fn key(&mut self, key: &dyn fmt::Debug) -> &mut Self {
        if self.result.is_ok() {
            assert!(
                !self.has_key,
                "attempted to begin a new map entry without completing the previous one"
            );
            self.result = self.write_key(key);
            self.has_key = true;
        }
        self
    }

    fn write_key(&mut self, key: &dyn fmt::Debug) -> fmt::Result {
        if self.fmt.alternate() {
            if !self.has_fields {
                self.fmt.write_str("\n")?;
            }
            self.on_newline = true;
            let options = self.fmt.options;
            let mut adapter = PadAdapter { buf: &mut *self.fmt.buf, on_newline: &mut self.on_newline };
            let mut inner = Formatter { options, buf: &mut adapter };
            key.fmt(&mut inner)?;
            inner.write_str(": ")
        } else {
            if self.has_fields {
                self.fmt.write_str(", ")?;
            }
            key.fmt(self.fmt)?;
            self.fmt.write_str(": ")
        }
    }

    pub fn value(&mut self, value: &dyn fmt::Debug) -> &mut Self {
        if self.result.is_ok() {
            assert!(self.has_key, "attempted to format a map value before its key");
            self.result = self.write_value(value);
            self.has_key = false;
        }
        self.has_fields = true;
        self
    }

    fn write_value(&mut self, value: &dyn fmt::Debug) -> fmt::Result {
        if self.fmt.alternate() {
            let options = self.fmt.options;
            let mut adapter = PadAdapter { buf: &mut *self.fmt.buf, on_newline: &mut self.on_newline };
            let mut inner = Formatter { options, buf: &mut adapter };
            value.fmt(&mut inner)?;
            inner.write_str(",\n")
        } else {
            value.fmt(self.fmt)
        }
    }

    pub fn entries<K, V, I>(&mut self, entries: I) -> &mut Self
    where
        K: fmt::Debug,
        V: fmt::Debug,
        I: IntoIterator<Item = (K, V)>,
    {
        for (k, v) in entries {
            self.entry(&k, &v);
        }
        self
    }

    pub fn finish(&mut self) -> fmt::Result {
        if self.result.is_ok() {
            assert!(!self.has_key, "attempted to finish a map with a partial entry");
            self.result = self.fmt.write_str("}");
        }
        self.result
    }
}

/// Implements the traits by a function.
pub struct FromFn<F>(F);

pub fn from_fn<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result>(f: F) -> FromFn<F> { FromFn(f) }

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { (self.0)(f) }
}

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { (self.0)(f) }
}

// What rustc's derive calls.
impl<'a> Formatter<'a> {
    pub fn debug_struct_field1_finish<'b>(&'b mut self, name: &str, name1: &str, value1: &dyn Debug) -> fmt::Result {
        debug_struct_new(self, name).field(name1, value1).finish()
    }

    pub fn debug_struct_field2_finish<'b>(
        &'b mut self,
        name: &str,
        name1: &str,
        value1: &dyn Debug,
        name2: &str,
        value2: &dyn Debug,
    ) -> fmt::Result {
        debug_struct_new(self, name).field(name1, value1).field(name2, value2).finish()
    }

    pub fn debug_struct_field3_finish<'b>(
        &'b mut self,
        name: &str,
        name1: &str,
        value1: &dyn Debug,
        name2: &str,
        value2: &dyn Debug,
        name3: &str,
        value3: &dyn Debug,
    ) -> fmt::Result {
        debug_struct_new(self, name).field(name1, value1).field(name2, value2).field(name3, value3).finish()
    }

    pub fn debug_struct_field4_finish<'b>(
        &'b mut self,
        name: &str,
        name1: &str,
        value1: &dyn Debug,
        name2: &str,
        value2: &dyn Debug,
        name3: &str,
        value3: &dyn Debug,
        name4: &str,
        value4: &dyn Debug,
    ) -> fmt::Result {
        let mut builder = debug_struct_new(self, name);
        builder.field(name1, value1).field(name2, value2).field(name3, value3).field(name4, value4).finish()
    }

    pub fn debug_struct_field5_finish<'b>(
        &'b mut self,
        name: &str,
        name1: &str,
        value1: &dyn Debug,
        name2: &str,
        value2: &dyn Debug,
        name3: &str,
        value3: &dyn Debug,
        name4: &str,
        value4: &dyn Debug,
        name5: &str,
        value5: &dyn Debug,
    ) -> fmt::Result {
        let mut builder = debug_struct_new(self, name);
        builder.field(name1, value1).field(name2, value2).field(name3, value3).field(name4, value4);
        builder.field(name5, value5).finish()
    }

    pub fn debug_struct_fields_finish<'b>(&'b mut self, name: &str, names: &[&str], values: &[&dyn Debug]) -> fmt::Result {
        let mut builder = debug_struct_new(self, name);
        for i in 0..names.len() {
            builder.field(names[i], values[i]);
        }
        builder.finish()
    }

    pub fn debug_tuple_field1_finish<'b>(&'b mut self, name: &str, value1: &dyn Debug) -> fmt::Result {
        debug_tuple_new(self, name).field(value1).finish()
    }

    pub fn debug_tuple_field2_finish<'b>(&'b mut self, name: &str, value1: &dyn Debug, value2: &dyn Debug) -> fmt::Result {
        debug_tuple_new(self, name).field(value1).field(value2).finish()
    }

    pub fn debug_tuple_field3_finish<'b>(
        &'b mut self,
        name: &str,
        value1: &dyn Debug,
        value2: &dyn Debug,
        value3: &dyn Debug,
    ) -> fmt::Result {
        debug_tuple_new(self, name).field(value1).field(value2).field(value3).finish()
    }

    pub fn debug_tuple_field4_finish<'b>(
        &'b mut self,
        name: &str,
        value1: &dyn Debug,
        value2: &dyn Debug,
        value3: &dyn Debug,
        value4: &dyn Debug,
    ) -> fmt::Result {
        debug_tuple_new(self, name).field(value1).field(value2).field(value3).field(value4).finish()
    }

    pub fn debug_tuple_field5_finish<'b>(
        &'b mut self,
        name: &str,
        value1: &dyn Debug,
        value2: &dyn Debug,
        value3: &dyn Debug,
        value4: &dyn Debug,
        value5: &dyn Debug,
    ) -> fmt::Result {
        debug_tuple_new(self, name).field(value1).field(value2).field(value3).field(value4).field(value5).finish()
    }

    pub fn debug_tuple_fields_finish<'b>(&'b mut self, name: &str, values: &[&dyn Debug]) -> fmt::Result {
        let mut builder = debug_tuple_new(self, name);
        for value in values {
            builder.field(*value);
        }
        builder.finish()
    }
}
