package chargerunner.ledger;

/**
 * The database's tables were made by a newer program; nothing was changed.
 */
public class SchemaTooNewException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String version;

	SchemaTooNewException(String version) {
		super("the tables have version " + version + ", newer than this program");
		this.version = version;
	}

	/**
	 * {@return the version of the tables}
	 */
	public String version() {
		return this.version;
	}

}
