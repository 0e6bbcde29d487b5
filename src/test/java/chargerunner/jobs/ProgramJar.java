package chargerunner.jobs;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import chargerunner.ChargeRunner;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.loader.tools.Layers;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/**
 * The program's executable jar as the build makes it after the tests, made before them:
 * from the class path of the tests, so that it also holds their libraries, which nobody
 * loads.
 */
final class ProgramJar {

	private static @Nullable Path made;

	private ProgramJar() {
	}

	/**
	 * {@return the jar, made once; not to be changed}
	 */
	static synchronized Path get() {
		if (made == null) {
			try {
				made = make(Files
					.createDirectories(Path.of("target/program-jar-" + System.getProperty("charge.test.fork", "1")))
					.toAbsolutePath());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return made;
	}

	private static Path make(Path directory) throws IOException {
		Path plain = directory.resolve("classes.jar");
		pack(Path.of("target/classes"), plain);
		Path jar = directory.resolve("charge-runner.jar");
		Repackager repackager = new Repackager(plain.toFile());
		repackager.setMainClass(ChargeRunner.class.getName());
		repackager.setLayers(Layers.IMPLICIT);
		repackager.repackage(jar.toFile(), (callback) -> {
			for (File library : libraries()) {
				callback.library(new Library(library, LibraryScope.RUNTIME));
			}
		});
		return jar;
	}

	private static List<File> libraries() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> entry.endsWith(".jar"))
			.map(File::new)
			.toList();
	}

	private static void pack(Path classes, Path jar) throws IOException {
		try (JarOutputStream out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)));
				Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
				Files.copy(file, out);
			}
		}
	}

}
