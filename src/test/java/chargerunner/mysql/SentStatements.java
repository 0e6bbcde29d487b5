package chargerunner.mysql;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.Query;
import com.mysql.cj.interceptors.QueryInterceptor;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.ServerSession;

/**
 * What MySQL was really asked: a connection whose address names this class in
 * {@code queryInterceptors} adds each statement, the first of each shape with its values.
 */
public final class SentStatements implements QueryInterceptor {

	private static final Map<String, String> STATEMENTS = new ConcurrentHashMap<>();

	/**
	 * {@return the statements by their shapes, and forgets them}
	 */
	public static Map<String, String> take() {
		Map<String, String> taken = Map.copyOf(STATEMENTS);
		STATEMENTS.clear();
		return taken;
	}

	@Override
	public QueryInterceptor init(MysqlConnection connection, Properties properties, Log log) {
		return this;
	}

	@Override
	public <T extends Resultset> T preProcess(Supplier<String> sql, Query query) {
		String text = sql.get();
		if (text != null) {
			STATEMENTS.putIfAbsent(shape(text), text);
		}
		return null;
	}

	private static String shape(String text) {
		return text.replaceAll("'(?:[^'\\\\]++|\\\\.|'')*+'", "?")
			.replaceAll("\\b\\d+\\b", "?")
			.replaceAll("\\?(?:\\s*,\\s*\\?)++", "?")
			.replaceAll("\\(\\?\\)(?:\\s*,\\s*\\(\\?\\))++", "(?)");
	}

	@Override
	public boolean executeTopLevelOnly() {
		return false;
	}

	@Override
	public void destroy() {
	}

	@Override
	public <T extends Resultset> T postProcess(Supplier<String> sql, Query query, T originalResultSet,
			ServerSession serverSession) {
		return originalResultSet;
	}

}
