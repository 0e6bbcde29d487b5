// Opens the PG's window. Its number is made and stored by the server, right before.
(function () {
	'use strict';

	const button = document.getElementById('agree');
	const trouble = document.getElementById('trouble');

	function show(text) {
		trouble.textContent = text;
		trouble.hidden = false;
		button.disabled = false;
	}

	function meta(name) {
		return document.querySelector('meta[name="' + name + '"]').content;
	}

	button.addEventListener('click', async () => {
		button.disabled = true;
		trouble.hidden = true;
		try {
			const answer = await fetch(button.dataset.open, { method: 'POST', headers: { [meta('_csrf_header')]: meta('_csrf') } });
			if (answer.status === 409) {
				// Used up, withdrawn or expired meanwhile: the page says which.
				location.reload();
				return;
			}
			if (!answer.ok) {
				show(button.dataset.trouble);
				return;
			}
			const params = await answer.json();
			window.IMP.init(button.dataset.code);
			window.IMP.request_pay(params, (response) => {
				// Some PGs come back by this call and not by the redirect.
				if (response.success) {
					location.assign(params.m_redirect_url + '?merchant_uid=' + encodeURIComponent(params.merchant_uid));
				}
				else {
					show(button.dataset.trouble + '\n' + (response.error_msg || ''));
				}
			});
		}
		catch (problem) {
			show(button.dataset.trouble);
		}
	});
})();
