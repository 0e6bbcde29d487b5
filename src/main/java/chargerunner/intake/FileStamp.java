package chargerunner.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether a file is still the one that was surveyed, without reading it again.
 *
 * @param size its size in bytes
 * @param modified when it was last written to
 * @param key the file system's own key, null where it has none
 */
record FileStamp(long size, FileTime modified, @Nullable Object key) {

	static FileStamp of(Path file) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
		return new FileStamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
	}

	/**
	 * Makes sure that the file is the same.
	 * @param file the file
	 * @throws ChangedFileException when it is not
	 */
	void check(Path file) {
		boolean same;
		try {
			same = equals(of(file));
		}
		catch (IOException ex) {
			same = false;
		}
		if (!same) {
			throw new ChangedFileException(file);
		}
	}

}
