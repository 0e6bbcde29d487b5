package chargerunner.gateway;

record TokenCall(String impKey, String impSecret) {

	@Override
	public String toString() {
		return "TokenCall[]";
	}

}
