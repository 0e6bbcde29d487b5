package chargerunner.proof;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What is done to the program from within: it is halted at a point, or one of its
 * safeguards is taken out. Handed to its process as system properties.
 *
 * @param point where it is halted; null for nowhere
 * @param occurrence at which time it comes there
 * @param mutation the safeguard that is taken out; null for none
 */
record Sabotage(@Nullable Point point, int occurrence, @Nullable Mutation mutation) {

	private static final String POINT = "proof.point";

	private static final String OCCURRENCE = "proof.occurrence";

	private static final String MUTATION = "proof.mutation";

	private static final String GATEWAY = "proof.gateway";

	static Sabotage halt(Point point, int occurrence) {
		return new Sabotage(point, occurrence, null);
	}

	static Sabotage mutate(Mutation mutation) {
		return new Sabotage(null, 0, mutation);
	}

	/** What this process was told. */
	static @Nullable Sabotage ofThisProcess() {
		String point = System.getProperty(POINT);
		String mutation = System.getProperty(MUTATION);
		if (point == null && mutation == null) {
			return null;
		}
		return new Sabotage((point != null) ? Point.valueOf(point) : null, Integer.getInteger(OCCURRENCE, 1),
				(mutation != null) ? Mutation.valueOf(mutation) : null);
	}

	static Gateway gatewayOfThisProcess() {
		return new Gateway(URI.create(System.getProperty(GATEWAY)));
	}

	/** How the JVM is told. */
	List<String> properties(URI gateway) {
		List<String> properties = new ArrayList<>(List.of("-D" + GATEWAY + "=" + gateway));
		if (this.point != null) {
			properties.add("-D" + POINT + "=" + this.point);
			properties.add("-D" + OCCURRENCE + "=" + this.occurrence);
		}
		if (this.mutation != null) {
			properties.add("-D" + MUTATION + "=" + this.mutation);
		}
		return properties;
	}

	/** The points at which the program is halted. */
	enum Point {

		BEFORE_CLAIM, AFTER_CLAIM, AFTER_SEND, AFTER_ANSWER, BEFORE_RECORD, AFTER_RECORD, BETWEEN_LOOK_AND_RECORD,
		IN_SEAL, IN_REPORT;

		String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

	/** The safeguards that are taken out, one at a time: the proof must notice each. */
	enum Mutation {

		/** An attempt is committed with its answer, and not before it is sent. */
		NO_WRITE_AHEAD,
		/** What is in doubt is sent again without asking and without a quarantine. */
		NO_LOOK_BEFORE_REDRIVE,
		/** What is in doubt gets a new number. */
		FRESH_NUMBER_WHEN_IN_DOUBT,
		/** An older answer that comes late replaces a newer one. */
		OUTCOME_OVERWRITE,
		/** A process that lost its lease goes on sending. */
		LEASE_IGNORED;

		static Mutation of(String text) {
			return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
		}

		String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
