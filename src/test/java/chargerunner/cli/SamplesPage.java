package chargerunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The page about the sample files, as a test reads it.
 *
 * @param parts what stands before the first headline, and below each
 */
record SamplesPage(List<Part> parts) {

	private static final Path PAGE = Path.of("input-samples", "README.md");

	static SamplesPage read() throws IOException {
		List<Part> parts = new ArrayList<>();
		for (String part : Files.readString(PAGE).split("\n## ")) {
			String name = part.lines().findFirst().orElseThrow().replaceAll("[#` ]", "");
			parts.add(new Part(name, items(part.lines().toList())));
		}
		return new SamplesPage(parts);
	}

	Part part(String name) {
		return this.parts.stream().filter((part) -> part.name().equals(name)).findFirst().orElseThrow();
	}

	/** Blocks of commands and of last lines, and tables, in their order. */
	private static List<Item> items(List<String> lines) {
		List<Item> items = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i);
			List<String> rest = lines.subList(i + 1, lines.size());
			if (line.startsWith("```")) {
				List<String> block = rest.stream().takeWhile((next) -> !next.equals("```")).toList();
				items.addAll(line.equals("```sh") ? commands(block) : block.stream().map(LastLine::new).toList());
				i += block.size() + 1;
			}
			else if (line.startsWith("|")) {
				List<String> table = rest.stream().takeWhile((next) -> next.startsWith("|")).toList();
				items.add(new Table(cells(line),
						table.subList(1, table.size()).stream().map(SamplesPage::cells).toList()));
				i += table.size();
			}
		}
		return items;
	}

	/** A command ends where neither a backslash nor a quotation mark lets it go on. */
	private static List<Item> commands(List<String> block) {
		List<Item> commands = new ArrayList<>();
		StringBuilder command = new StringBuilder();
		for (String line : block) {
			command.append(command.isEmpty() ? "" : "\n").append(line);
			boolean quoted = command.chars().filter((next) -> next == '"').count() % 2 == 1;
			if (!line.endsWith("\\") && !quoted) {
				commands.add(new Command(command.toString()));
				command.setLength(0);
			}
		}
		return commands;
	}

	private static List<String> cells(String line) {
		return Stream.of(line.substring(1, line.length() - 1).split("\\|", -1)).map(String::strip).toList();
	}

	static long number(String cell) {
		return Long.parseLong(cell.replace(",", ""));
	}

	/** What stands on the page beside prose. */
	sealed interface Item {

	}

	record Command(String text) implements Item {
	}

	record LastLine(String text) implements Item {
	}

	record Table(List<String> header, List<List<String>> rows) implements Item {
	}

	/**
	 * What stands below one headline.
	 *
	 * @param name the headline
	 * @param items the parts that are no prose
	 */
	record Part(String name, List<Item> items) {

		<T extends Item> List<T> all(Class<T> kind) {
			return this.items.stream().filter(kind::isInstance).map(kind::cast).toList();
		}

	}

}
