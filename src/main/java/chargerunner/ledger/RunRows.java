package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import chargerunner.charge.Plans.Totals;
import chargerunner.charge.Run;
import chargerunner.charge.RunRecord;
import chargerunner.charge.Runs.Caller;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs and cells, between records and columns.
 */
final class RunRows {

	private static final JsonMapper JSON = JsonMapper.shared();

	private RunRows() {
	}

	static Run run(ResultSet row) throws SQLException {
		Instant created = Objects.requireNonNull(Database.instant(row, "created_at"));
		return new Run(row.getLong("run_id"), Run.Kind.valueOf(upper(row.getString("kind"))),
				Run.State.valueOf(upper(row.getString("state"))), row.getString("digest"), row.getString("batch"),
				row.getObject("due_on", LocalDate.class), part(row), row.getString("directory"), row.getString("name"),
				cells(row.getString("input_columns")), Database.wholeNumber(row, "row_limit"), totals(row), created,
				Database.instant(row, "finished_at"), row.getString("lease_owner"),
				Database.instant(row, "lease_until"));
	}

	static RunRecord record(ResultSet row, Instant now) throws SQLException {
		Caller caller = new Caller(row.getString("os_user"), row.getString("host"), row.getString("version"),
				row.getString("command_line"));
		return new RunRecord(run(row), caller, row.getString("file_name"), row.getString("file_sha256"),
				Database.instant(row, "sealed_at"), now);
	}

	private static Run.@Nullable Part part(ResultSet row) throws SQLException {
		Long of = Database.wholeNumber(row, "rerun_of");
		return (of != null) ? new Run.Part(of, row.getString("selection")) : null;
	}

	private static @Nullable Totals totals(ResultSet row) throws SQLException {
		Long rows = Database.wholeNumber(row, "planned_rows");
		return (rows != null) ? new Totals(rows, row.getLong("planned_valid"), row.getLong("planned_won"), 0) : null;
	}

	private static String upper(String word) {
		return word.toUpperCase(Locale.ROOT);
	}

	static List<String> cells(String json) {
		return Arrays.asList(JSON.readValue(json, String[].class));
	}

	static String json(List<String> cells) {
		return JSON.writeValueAsString(cells);
	}

}
