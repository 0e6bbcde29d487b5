package chargerunner.cli;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Another process that has an embedded database open until its input ends. */
final class Holder {

	private Holder() {
	}

	public static void main(String[] args) throws SQLException, IOException {
		try (Connection connection = DriverManager.getConnection(args[0], "sa", "")) {
			System.out.println("open " + connection.isValid(1));
			System.in.read();
		}
	}

}
