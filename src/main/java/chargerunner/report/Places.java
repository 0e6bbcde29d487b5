package chargerunner.report;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import chargerunner.charge.Run;
import chargerunner.charge.RunReports;

/**
 * Finds a run's files on this machine: where they belong, or under the name that they
 * were given when another run's files took their place.
 */
record Places(RunReports reports) {

	List<Place> of(Run run) {
		List<Place> places = new ArrayList<>();
		for (FileKind kind : FileKind.values()) {
			places.add(of(run, kind));
		}
		return places;
	}

	Place of(Run run, FileKind kind) {
		Path path;
		Path aside;
		try {
			Path directory = Path.of(run.directory()).toAbsolutePath().normalize();
			path = directory.resolve(run.name() + kind.suffix());
			aside = directory.resolve(run.name() + ".run" + run.id() + kind.suffix());
		}
		catch (InvalidPathException ex) {
			return new Place(kind, run.directory() + "/" + run.name() + kind.suffix(), false);
		}
		Optional<Long> writer = this.reports.writerOf(path);
		if (writer.isPresent() && writer.get() != run.id()) {
			return new Place(kind, (Files.exists(aside) ? aside : path).toString(), Files.exists(aside));
		}
		return new Place(kind, path.toString(), writer.isPresent() && Files.exists(path));
	}

	/**
	 * A file of a run.
	 *
	 * @param kind which
	 * @param path where it is, or would be; as the run has it where this process's locale
	 * lacks letters of the name
	 * @param isThere whether it is there
	 */
	record Place(FileKind kind, String path, boolean isThere) {
	}

}
