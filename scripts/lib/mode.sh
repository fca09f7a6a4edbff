# SPDX-License-Identifier: ISC
# FARM_MODE. A demo has a sandbox that stands in for the payment providers, and
# demo accounts. A production farm has neither, and does not start with settings
# of a demo. Programs check those that they read (common/model/config_check.c).

farm_mode()
{
	setting FARM_MODE demo
}

mode_check()
{
	case $(farm_mode) in
	demo) ;;
	production) mode_check_keys ;;
	*) die "FARM_MODE=$(farm_mode): demo or production" ;;
	esac
}

# The keys that settings_sandbox() makes.
mode_check_keys()
{
	for name in STRIPE_SECRET_KEY RAZORPAY_KEY_ID PAYPAL_CLIENT_ID; do
		! key_is_sandbox "$(setting "$name")" ||
			die "$name belongs to the sandbox, which FARM_MODE=production does not have" \
			    "Remove it from $SETTINGS, or write a key of the provider."
	done
}
