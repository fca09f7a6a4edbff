# SPDX-License-Identifier: ISC
# Payment providers: their keys, the addresses of their APIs, and the methods that
# are offered.

# settings_sandbox: prints random keys for the sandbox as NAME=value.
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

# provider_key PROVIDER: prints the key that names the account.
provider_key()
{
	case $1 in
	STRIPE) setting STRIPE_SECRET_KEY ;;
	RAZORPAY) setting RAZORPAY_KEY_ID ;;
	PAYPAL) setting PAYPAL_CLIENT_ID ;;
	esac
}

# sandbox_address: the address of this farm's own sandbox.
sandbox_address()
{
	echo "$(public_address)/sandbox"
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

# payment_methods: prints PAYMENT_METHODS. Without this setting, the methods whose
# provider has all its settings; an API base is not needed.
payment_methods()
{
	if setting_exists PAYMENT_METHODS; then
		setting PAYMENT_METHODS
		return
	fi
	names=$(program_settings payments)
	sed -n 's/^PAYMENT_METHOD(\(.*\))$/\1/p' \
	    "$TREE/common/contract/payment_methods.def" |
		while read -r method; do
			needs=$(echo "$names" | grep "^${method}_" |
				grep -v '_API_BASE$') || continue
			for name in $needs; do
				[ -n "$(setting "$name")" ] || continue 2
			done
			echo "$method"
		done | paste -sd ' ' -
}
