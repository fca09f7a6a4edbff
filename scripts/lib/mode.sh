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

# service_is_ours NAME: the farm has it, in this mode; NAME may be in capitals.
service_is_ours()
{
	case " $SERVICES " in
	*" $(lower "$1") "*) ;;
	*) return 1 ;;
	esac
}

# ---- payment providers --------------------------------------------------------

# Keys with which the sandbox is called, as NAME=value.
settings_sandbox()
{
	cat <<END
STRIPE_SECRET_KEY=sk_sandbox_$(random_hex 16)
STRIPE_WEBHOOK_SECRET=whsec_$(random_hex 24)
RAZORPAY_KEY_ID=rzp_sandbox_$(random_hex 8)
RAZORPAY_KEY_SECRET=$(random_hex 16)
RAZORPAY_WEBHOOK_SECRET=$(random_hex 24)
PAYPAL_CLIENT_ID=sandbox_$(random_hex 16)
PAYPAL_CLIENT_SECRET=$(random_hex 24)
PAYPAL_WEBHOOK_ID=WH-$(random_hex 12)
END
}

key_is_sandbox()
{
	case $1 in
	sk_sandbox_* | rzp_sandbox_* | sandbox_*) ;;
	*) return 1 ;;
	esac
}

# provider_key PROVIDER: the setting that tells which account is used.
provider_key()
{
	case $1 in
	STRIPE) setting STRIPE_SECRET_KEY ;;
	RAZORPAY) setting RAZORPAY_KEY_ID ;;
	PAYPAL) setting PAYPAL_CLIENT_ID ;;
	esac
}

# sandbox_address: where this farm's own sandbox answers.
sandbox_address()
{
	echo "http://127.0.0.1:$(setting FARM_PORT)/sandbox"
}

# base_is_own URL: it leads to this farm's own sandbox.
base_is_own()
{
	port=$(setting FARM_PORT)
	for host in 127.0.0.1 localhost '[::1]' "$(setting FARM_LISTEN)"; do
		case $1 in
		"http://$host:$port/sandbox"*) return 0 ;;
		esac
	done
	case $1 in
	"$(setting PUBLIC_URL)/sandbox"*) ;;
	*) return 1 ;;
	esac
}

# provider_is_real PROVIDER: there is a key, and it is used with the provider.
provider_is_real()
{
	[ -n "$(provider_key "$1")" ] || return 1
	case $(provider_base "$1") in
	'' | https://*.stripe.com* | https://*.razorpay.com* | \
	    https://*.paypal.com*) ;;
	*) return 1 ;;
	esac
}

# provider_base PROVIDER: the address of its API. A key of the sandbox is used
# with the sandbox, and no other key with this farm's own. Otherwise the setting
# counts; without one the program knows the provider's address.
provider_base()
{
	base=$(setting "$1_API_BASE")
	! base_is_own "$base" || base=
	if key_is_sandbox "$(provider_key "$1")"; then
		echo "${base:-$(sandbox_address)/$(lower "$1")}"
	elif [ -n "$base" ]; then
		echo "$base"
	fi
}
