package chargerunner.gateway;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import chargerunner.charge.ReasonClassifier.Reason;
import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;

/**
 * Reads one reason table: CSV with a header, the columns {@code text} and {@code class}
 * in front, further columns for notes, {@code #} before lines that are none. Collects
 * every problem.
 */
final class ReasonFile {

	private static final int MIN_FRAGMENT_LENGTH = 2;

	private final String name;

	private final List<MessageSourceResolvable> problems = new ArrayList<>();

	private final List<ReasonTable.Entry> entries = new ArrayList<>();

	ReasonFile(String name) {
		this.name = name;
	}

	static GatewaySettingsException unreadable(String name) {
		return new GatewaySettingsException(List.of(problem("gateway.reasons.unreadable", name)));
	}

	List<ReasonTable.Entry> parse(byte[] bytes) {
		try (CSVReader reader = new CSVReaderBuilder(new StringReader(text(bytes)))
			.withCSVParser(new RFC4180ParserBuilder().build())
			.build()) {
			readHeader(reader);
			for (String[] line = reader.readNext(); line != null; line = reader.readNext()) {
				read(line, reader.getLinesRead());
			}
		}
		catch (IOException | CsvException ex) {
			this.problems.add(problem("gateway.reasons.not-csv", this.name));
		}
		if (!this.problems.isEmpty()) {
			throw new GatewaySettingsException(this.problems);
		}
		return this.entries;
	}

	private String text(byte[] bytes) {
		String text = decode(bytes, StandardCharsets.UTF_8);
		if (text == null) {
			// What a Korean Excel saves as plain CSV.
			text = decode(bytes, Charset.forName("MS949"));
		}
		if (text == null) {
			throw new GatewaySettingsException(List.of(problem("gateway.reasons.encoding", this.name)));
		}
		return text.startsWith("\uFEFF") ? text.substring(1) : text;
	}

	private static @Nullable String decode(byte[] bytes, Charset charset) {
		try {
			return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	private void readHeader(CSVReader reader) throws IOException, CsvException {
		String[] header = reader.readNext();
		if (header == null || header.length < 2 || !"text".equals(word(header[0]))
				|| !"class".equals(word(header[1]))) {
			this.problems.add(problem("gateway.reasons.header", this.name));
		}
	}

	private void read(String[] line, long number) {
		String first = line[0].strip();
		if (first.startsWith("#") || (line.length == 1 && first.isEmpty())) {
			return;
		}
		String fragment = ReasonTable.compact(first);
		Reason reason = reason((line.length > 1) ? word(line[1]) : "");
		if (fragment.length() < MIN_FRAGMENT_LENGTH) {
			this.problems.add(problem("gateway.reasons.text-too-short", this.name, String.valueOf(number), first));
		}
		else if (reason == null) {
			this.problems.add(problem("gateway.reasons.class-unknown", this.name, String.valueOf(number),
					(line.length > 1) ? line[1] : ""));
		}
		else {
			this.entries.add(new ReasonTable.Entry(fragment, reason));
		}
	}

	private static @Nullable Reason reason(String word) {
		return switch (word) {
			case "soft" -> Reason.SOFT;
			case "hard" -> Reason.HARD;
			case "key_unregistered" -> Reason.KEY_UNREGISTERED;
			case "duplicate" -> Reason.DUPLICATE;
			default -> null;
		};
	}

	private static String word(String cell) {
		return cell.strip().toLowerCase(Locale.ROOT);
	}

	private static MessageSourceResolvable problem(String code, Object... arguments) {
		return new DefaultMessageSourceResolvable(new String[] { code }, arguments);
	}

}
