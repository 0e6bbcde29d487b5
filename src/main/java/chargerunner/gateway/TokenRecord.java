package chargerunner.gateway;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

record TokenRecord(String accessToken, @JsonDeserialize(using = WholeNumberDeserializer.class) @Nullable Long now,
		@JsonDeserialize(using = WholeNumberDeserializer.class) @Nullable Long expiredAt) {

	TokenRecord {
		if (accessToken == null || accessToken.isEmpty() || !accessToken.chars().allMatch((c) -> c > ' ' && c < 0x7f)) {
			throw new IllegalArgumentException("No access token that fits into a header");
		}
	}

	@Override
	public String toString() {
		return "TokenRecord[now=" + this.now + ", expiredAt=" + this.expiredAt + "]";
	}

}
