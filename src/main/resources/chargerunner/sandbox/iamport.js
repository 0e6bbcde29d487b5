// A stand-in for PortOne's V1 SDK: checks what it is given as that does, and opens the sandbox's payment window.
(function () {
	'use strict';

	const origin = new URL(document.currentScript.src).origin;
	const texts = ['pg', 'pay_method', 'merchant_uid', 'name', 'customer_uid', 'm_redirect_url'];
	let merchantCode = '';

	function problem(params) {
		if (!merchantCode) {
			return '가맹점 식별코드가 초기화되지 않았습니다. IMP.init을 먼저 호출해 주세요.';
		}
		const wrong = texts.find((name) => typeof params[name] !== 'string' || params[name].trim() === '');
		if (wrong) {
			return '필수 파라미터가 누락되었거나 형식이 올바르지 않습니다. [' + wrong + ']';
		}
		if (typeof params.amount !== 'number') {
			return '파라미터의 형식이 올바르지 않습니다. [amount]';
		}
		if (params.merchant_uid.length > 40) {
			return '파라미터의 최대 길이(40)를 초과하였습니다. [merchant_uid]';
		}
		if (params.customer_uid.startsWith('precheck-')) {
			return '등록된 PG 설정 정보가 없습니다.';
		}
		return null;
	}

	window.IMP = {
		init: function (code) {
			merchantCode = code;
		},
		agency: function (code) {
			merchantCode = code;
		},
		request_pay: function (params, callback) {
			const reason = problem(params);
			if (reason) {
				setTimeout(() => callback({
					success: false, imp_uid: null, merchant_uid: params.merchant_uid, error_code: 'F0000', error_msg: reason
				}), 0);
				return;
			}
			location.assign(origin + '/_window?' + new URLSearchParams(params));
		}
	};
})();
