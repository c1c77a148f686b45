fn main() {
	let 名前 = String::from("é");
	let b = 名前; let c = 名前; // tabs and wide characters, and a very long line that goes on and on and on, well beyond what a terminal shows at once, until the end
	let long = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "x"];
}
