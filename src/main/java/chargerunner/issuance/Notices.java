package chargerunner.issuance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * PortOne's webhook. A notice is signed by nobody, so all that is taken from it is a
 * number, and all that this does is that PortOne is asked about it, later and on another
 * thread. Every notice is answered at once with 200, so that PortOne does not repeat it.
 */
@RestController
final class Notices {

	private static final Logger LOGGER = LoggerFactory.getLogger(Notices.class);

	static final String PATH = "/webhooks/portone";

	private static final int LONGEST = 16 * 1024;

	/** In JSON and in a form; our own numbers need no escape in either. */
	private static final Pattern NUMBER = Pattern
		.compile("merchant_uid\"?\\s*[=:]\\s*\"?(is[a-z2-7]{26})(?![A-Za-z0-9])");

	private final IssuanceService service;

	private final TaskExecutor executor;

	private final Set<String> waiting = ConcurrentHashMap.newKeySet();

	Notices(IssuanceService service, TaskExecutor noticeExecutor) {
		this.service = service;
		this.executor = noticeExecutor;
	}

	@PostMapping(PATH)
	ResponseEntity<Void> receive(HttpServletRequest request) throws IOException {
		byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
		if (body.length > LONGEST) {
			return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE).build();
		}
		Matcher number = NUMBER.matcher(new String(body, StandardCharsets.UTF_8));
		if (number.find() && this.waiting.add(number.group(1))) {
			askLater(number.group(1));
		}
		return ResponseEntity.ok().build();
	}

	private void askLater(String number) {
		try {
			this.executor.execute(() -> {
				this.waiting.remove(number);
				this.service.settle(number);
			});
		}
		catch (TaskRejectedException ex) {
			// Nobody waits for it: the next resolve asks.
			this.waiting.remove(number);
			LOGGER.warn("Too many notices at once: {} is asked about later", number);
		}
	}

}
