package chargerunner.issuance;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import chargerunner.gateway.BillingKeys;
import chargerunner.gateway.BillingKeys.Answered;
import chargerunner.gateway.BillingKeys.Deletion;
import chargerunner.gateway.BillingKeys.Existence;

/**
 * The billing keys that this installation knows. Safe for use by many threads.
 */
public final class KeyRing {

	private static final int SHOWN_SUBSCRIPTIONS = 5;

	private final StoredKeys stored;

	private final Supplier<BillingKeys> portOne;

	KeyRing(StoredKeys stored, Supplier<BillingKeys> portOne) {
		this.stored = stored;
		this.portOne = portOne;
	}

	/**
	 * Gives every key, in the order of their names. PortOne is not asked.
	 * @param consumer takes each
	 */
	public void forEach(Consumer<Key> consumer) {
		forEachPage((page) -> {
			page.forEach(consumer);
			return true;
		});
	}

	private void forEachPage(PageConsumer consumer) {
		List<Key> page = this.stored.page("", BillingKeys.MOST_AT_ONCE);
		while (!page.isEmpty() && consumer.take(page)) {
			page = this.stored.page(page.get(page.size() - 1).customerUid(), BillingKeys.MOST_AT_ONCE);
		}
	}

	/**
	 * Asks PortOne, a hundred at a time ({@code GET /subscribe/customers}), which of the
	 * keys that are to be charged exist, and changes nothing.
	 * @param missing takes each key with active subscriptions that PortOne has not
	 * @return how far it came
	 */
	public Check check(Consumer<Key> missing) {
		BillingKeys keys = this.portOne.get();
		long[] asked = new long[1];
		Answered[] last = { Answered.YES };
		String[] why = { "" };
		forEachPage((page) -> {
			List<Key> charged = page.stream().filter((key) -> key.activeSubscriptions() > 0).toList();
			if (charged.isEmpty()) {
				return true;
			}
			Existence existence = keys.existence(charged.stream().map(Key::customerUid).toList());
			if (existence.answered() != Answered.YES) {
				last[0] = existence.answered();
				why[0] = existence.message();
				return false;
			}
			asked[0] += charged.size();
			Set<String> found = existence.customerUids();
			charged.stream().filter((key) -> !found.contains(key.customerUid())).forEach(missing);
			return true;
		});
		return new Check(asked[0], last[0], why[0]);
	}

	/**
	 * Ends a key for good: first here, so that nothing more is charged whatever happens
	 * then, and then at PortOne ({@code DELETE /subscribe/customers/{customer_uid}}).
	 * What a kill or a lost answer leaves undone, the same call again does.
	 * @param customerUid the key; one that nobody here knows is left alone at PortOne,
	 * too
	 * @return what became of it
	 */
	public Revocation revoke(String customerUid) {
		BillingKeys keys = this.portOne.get();
		int ended = this.stored.revoke(customerUid);
		if (ended < 0) {
			return new Revocation(ended, Deletion.Kind.NONE, "");
		}
		Deletion deletion = keys.delete(customerUid);
		return new Revocation(ended, deletion.kind(), deletion.message());
	}

	/**
	 * {@return the ids of a key's active subscriptions, the first of them}
	 * @param key the key
	 */
	public List<String> subscriptions(Key key) {
		return this.stored.subscriptions(key.customerUid(), SHOWN_SUBSCRIPTIONS);
	}

	private interface PageConsumer {

		/** Returns whether it wants more. */
		boolean take(List<Key> page);

	}

	/**
	 * A key.
	 *
	 * @param customerUid its name at PortOne
	 * @param status {@code pending issued failed revoked}; empty where only a
	 * subscription names it
	 * @param pg the PG that it was issued with; empty where that is not known
	 * @param activeSubscriptions how many are charged to it
	 */
	public record Key(String customerUid, String status, String pg, long activeSubscriptions) {
	}

	/**
	 * How far a check came.
	 *
	 * @param asked the keys that PortOne was asked about and answered
	 * @param answered whether it answered to the end
	 * @param message why it did not, in a few words
	 */
	public record Check(long asked, Answered answered, String message) {
	}

	/**
	 * What became of a key that was revoked.
	 *
	 * @param ended how many subscriptions were ended; -1 where nobody here knew the key
	 * @param atPortOne what PortOne says
	 * @param message why PortOne did not delete it, in a few words
	 */
	public record Revocation(int ended, Deletion.Kind atPortOne, String message) {
	}

}
