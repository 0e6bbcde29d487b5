package chargerunner.ledger;

import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/**
 * Named values of a row. Null says itself how it is set: Spring would ask the driver for
 * the column's type, which takes longer than all else of a statement. A type of its own
 * will not do, because Spring takes the types of a batch from its first row.
 */
final class Values extends MapSqlParameterSource {

	private static final SqlTypeValue NULL = (statement, index, type, typeName) -> statement.setNull(index, Types.NULL);

	@Override
	public Values addValue(String name, @Nullable Object value) {
		super.addValue(name, (value != null) ? value : NULL);
		return this;
	}

	/**
	 * {@return the values that are not null}
	 */
	Map<String, Object> known() {
		Map<String, Object> known = new LinkedHashMap<>(getValues());
		known.values().removeIf(NULL::equals);
		return known;
	}

}
