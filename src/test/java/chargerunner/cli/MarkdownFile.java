package chargerunner.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document of the project, as the tests of documents read it.
 *
 * @param path where it is, from the top of the project
 * @param lines its lines
 */
record MarkdownFile(Path path, List<String> lines) {

	private static final Pattern FENCE = Pattern.compile("\\s*```\\s*([a-z]*).*");

	static MarkdownFile read(String path) {
		return read(Path.of(path));
	}

	private static MarkdownFile read(Path path) {
		try {
			return new MarkdownFile(path, Files.readAllLines(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * {@return all documents that show people commands}
	 */
	static List<MarkdownFile> all() {
		List<Path> paths = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
		for (String directory : List.of("docs", "input-samples", "jobs")) {
			try (Stream<Path> files = Files.walk(Path.of(directory))) {
				files.filter((path) -> path.toString().endsWith(".md")).sorted().forEach(paths::add);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return paths.stream().map(MarkdownFile::read).toList();
	}

	/**
	 * {@return the fenced blocks, in order}
	 */
	List<Block> blocks() {
		List<Block> blocks = new ArrayList<>();
		int begin = -1;
		for (int index = 0; index < this.lines.size(); index++) {
			if (!FENCE.matcher(this.lines.get(index)).matches()) {
				continue;
			}
			if (begin >= 0) {
				blocks.add(block(begin, index));
			}
			begin = (begin >= 0) ? -1 : index;
		}
		return blocks;
	}

	private Block block(int begin, int end) {
		String language = FENCE.matcher(this.lines.get(begin)).replaceFirst("$1");
		return new Block(this.path, begin + 1, language, String.join("\n", this.lines.subList(begin + 1, end)));
	}

	/**
	 * {@return the rows of the table behind a mark, without the one that names the
	 * columns}
	 * @param name the name in the mark
	 */
	List<List<String>> table(String name) {
		int mark = this.lines.indexOf("<!-- table: " + name + " -->");
		if (mark < 0) {
			throw new AssertionError(this.path + " has no table \"" + name + "\"");
		}
		return this.lines.subList(mark + 1, this.lines.size())
			.stream()
			.takeWhile((line) -> line.startsWith("|"))
			.skip(2)
			.map((line) -> Stream.of(line.substring(1).split("\\|")).map(String::strip).toList())
			.toList();
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	/**
	 * A fenced block.
	 *
	 * @param path its document
	 * @param line the line of its fence, from 1
	 * @param language what its fence says
	 * @param text what is in it
	 */
	record Block(Path path, int line, String language, String text) {

		@Override
		public String toString() {
			return this.path + ":" + this.line;
		}

	}

}
