package chargerunner.ledger;

import java.sql.Types;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/**
 * Named parameters of which many are null. For a null of unknown type Spring asks the
 * driver for the column's type, and Connector/J answers with an exception, each time.
 */
final class Parameters extends MapSqlParameterSource {

	@Override
	public Parameters addValue(String name, @Nullable Object value) {
		super.addValue(name, value, (value != null) ? SqlTypeValue.TYPE_UNKNOWN : Types.NULL);
		return this;
	}

}
