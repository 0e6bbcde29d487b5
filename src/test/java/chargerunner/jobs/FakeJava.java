package chargerunner.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A directory like that of a Java installation. Its {@code java} unpacks and archives as
 * the real one does, writes down how it was called, and otherwise does what a test says.
 *
 * @param home the directory
 */
record FakeJava(Path home) {

	private static final String SCRIPT = """
			#!/bin/sh
			here='HERE'
			{ for word in "$@"; do printf '%s|' "$word"; done; echo; } >>"$here/calls"
			for word in "$@"; do
				case $word in
				-version) cat "$here/version" >&2; exit 0 ;;
				-Djarmode=tools) unpacks=yes ;;
				-XX:ArchiveClassesAtExit=*) echo classes >"${word#*=}" ;;
				esac
				into=$word
			done
			if [ "${unpacks:-}" = yes ]; then
				. "$here/unpacks"
				exit
			fi
			echo $$ >"$here/pid"
			. "$here/does"
			""";

	static FakeJava in(Path home) {
		FakeJava java = new FakeJava(home);
		java.write("bin/java", SCRIPT.replace("HERE", home.toString()));
		try {
			Files.setPosixFilePermissions(home.resolve("bin/java"), PosixFilePermissions.fromString("rwxr-xr-x"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		java.version("17.0.15");
		java.write("unpacks", "mkdir \"$into/lib\" && : >\"$into/charge-runner.jar\"\n");
		return java.ends(0);
	}

	/** What it says of itself; null where only Java itself can be asked. */
	FakeJava version(@Nullable String version) {
		if (version != null) {
			write("release", "IMPLEMENTOR=\"Nobody\"\nJAVA_RUNTIME_VERSION=\"" + version + "+1\"\nJAVA_VERSION=\""
					+ version + "\"\nOS_NAME=\"Linux\"\n");
		}
		return this;
	}

	FakeJava ends(int code) {
		return does("exit " + code);
	}

	FakeJava does(String script) {
		write("does", script + "\n");
		return this;
	}

	FakeJava write(String name, String text) {
		try {
			Path file = this.home.resolve(name);
			Files.createDirectories(file.getParent());
			Files.writeString(file, text);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** How it was called, a line each, with a bar after each word. */
	List<String> calls() {
		try {
			Path calls = this.home.resolve("calls");
			return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String lastCall() {
		List<String> calls = calls();
		return calls.get(calls.size() - 1);
	}

}
