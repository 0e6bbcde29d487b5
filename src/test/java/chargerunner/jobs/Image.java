package chargerunner.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

/**
 * What the Dockerfile makes, built without Docker: its last stage in a directory, from
 * the real jar. The first stage, which is only a build, is left out.
 *
 * @param root the image's file system
 * @param environment its variables
 * @param entryPoint its command
 */
record Image(Path root, Map<String, String> environment, List<String> entryPoint) {

	private static final String FROM_LAYERS = "--from=build /src/layers/";

	private static @Nullable Image built;

	/** The instructions of the Dockerfile, a line each. */
	static List<String> instructions() {
		return lines("Dockerfile").filter((line) -> !line.isBlank() && !line.startsWith("#")).toList();
	}

	static List<String> lastStage() {
		List<String> all = instructions();
		int last = 0;
		for (int i = 0; i < all.size(); i++) {
			last = all.get(i).startsWith("FROM ") ? i : last;
		}
		return all.subList(last, all.size());
	}

	static Stream<String> lines(String name) {
		try {
			return Files.readAllLines(Path.of("jobs/docker", name)).stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The image, built once; not to be changed. */
	static synchronized Image get() {
		if (built == null) {
			try {
				Path directory = Path.of("target/docker-" + System.getProperty("charge.test.fork", "1"))
					.toAbsolutePath();
				FileSystemUtils.deleteRecursively(directory);
				built = build(Files.createDirectories(directory));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return built;
	}

	private static Image build(Path directory) {
		Image image = new Image(directory.resolve("image"), new LinkedHashMap<>(), new ArrayList<>());
		Path layers = directory.resolve("layers");
		image.java(directory, "-Djarmode=tools", "-jar", ProgramJar.get(), "extract", "--layers", "--destination",
				layers);
		Path at = image.root;
		for (String instruction : lastStage()) {
			String[] words = instruction.split(" ", 2);
			switch (words[0]) {
				case "WORKDIR" -> at = image.inside(words[1]);
				case "COPY" -> copy(words[1], layers, at);
				case "ENV" ->
					image.environment.put(words[1].split("=", 2)[0], words[1].split("=", 2)[1].replace("\"", ""));
				case "RUN" -> image.run(at, words[1]);
				case "ENTRYPOINT" -> image.entryPoint.addAll(image.command(words[1]));
				case "FROM", "USER", "CMD" -> {
					// Nothing that would be seen here.
				}
				default -> throw new AssertionError(instruction);
			}
		}
		return image;
	}

	private void java(Path directory, Object... arguments) {
		Object[] command = Stream
			.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")), Stream.of(arguments))
			.toArray();
		Call.Ended ended = Call.of(directory, command).run();
		if (ended.code() != 0) {
			throw new AssertionError(ended.toString());
		}
	}

	private static void copy(String arguments, Path layers, Path target) {
		try {
			Files.createDirectories(target);
			if (arguments.startsWith(FROM_LAYERS)) {
				String layer = arguments.substring(FROM_LAYERS.length()).split("/")[0];
				FileSystemUtils.copyRecursively(layers.resolve(layer), target);
			}
			else {
				Path source = Path.of(arguments.split(" ")[0]);
				Files.copy(source, target.resolve(source.getFileName()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void run(Path at, String command) {
		Call.Ended ended = call(at, command(command)).run();
		if (ended.code() != 0) {
			throw new AssertionError(command + ": " + ended);
		}
	}

	/** A path of the image, where it really is. */
	Path inside(String path) {
		return this.root.resolve(path.substring(1));
	}

	private List<String> command(String json) {
		List<String> words = new ArrayList<>(List.of(JsonMapper.shared().readValue(json, String[].class)));
		words.set(0, inside(words.get(0)).toString());
		return words;
	}

	/** A command in a container of this image. */
	Call call(Path directory, List<String> command) {
		return Call.of(directory, command.toArray())
			.with("JAVA_HOME", System.getProperty("java.home"))
			.with(this.environment);
	}

}
