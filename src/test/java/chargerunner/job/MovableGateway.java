package chargerunner.job;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import chargerunner.charge.Answer;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.LookUp;
import chargerunner.charge.Payment;
import chargerunner.charge.PaymentGateway;
import chargerunner.gateway.PortOneGateway;

/**
 * The real client of PortOne, replaced when a test calls another sandbox than the test
 * before it.
 */
final class MovableGateway implements PaymentGateway {

	private final AtomicReference<PortOneGateway> client;

	MovableGateway(PortOneGateway client) {
		this.client = new AtomicReference<>(client);
	}

	void moveTo(PortOneGateway other) {
		this.client.getAndSet(other).close();
	}

	@Override
	public Answer charge(ChargeRequest request, Permission permission) {
		return this.client.get().charge(request, permission);
	}

	@Override
	public LookUp lookUp(String merchantUid) {
		return this.client.get().lookUp(merchantUid);
	}

	@Override
	public List<Payment> lookUp(Collection<String> merchantUids) {
		return this.client.get().lookUp(merchantUids);
	}

	@Override
	public void breakOff() {
		this.client.get().breakOff();
	}

	@Override
	public SignIn signIn() {
		return this.client.get().signIn();
	}

}
